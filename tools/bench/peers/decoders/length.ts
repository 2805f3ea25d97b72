/** How long the text is that decoders are measured with. */
export const promptTokens = 64;
export const decodedTokens = 48;
