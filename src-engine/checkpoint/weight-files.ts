/** The names under which a model folder keeps its weights. */

export const singleFile = 'model.safetensors';
export const indexFile = 'model.safetensors.index.json';
