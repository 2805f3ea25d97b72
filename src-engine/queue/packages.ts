/** The packages of the queue, in a file of their own so that nothing loads them before a queue is asked for. */
export * as bullmq from 'bullmq';
export { Redis } from 'ioredis';
