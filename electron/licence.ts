/** The application's own licence, as package.json says; a test holds the two together. */
export const licence = 'MIT';
