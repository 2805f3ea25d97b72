/** Colours that every figure writes with: on white, in print and on screen alike. */
export const ink = '#18191b';
export const muted = '#5c5e62';
export const hairline = '#e2e2de';
