/** The methods that a session can have chosen: all tokens are a budget, not a choice. */
import { methodNames, type MethodName } from '../reduction/methods.ts';

export const chosenNames = methodNames.filter((each): each is Exclude<MethodName, 'none'> => each !== 'none');
