/** The side of a load process that is told what to do. It ends by itself when nobody is left to tell it. */

import type { Order, Reply } from './orders';

type Handlers<Orders> = { [Name in keyof Orders]: (order: Orders[Name] extends { order: infer O } ? O : never) => unknown };

export function answerOrders<Orders>(handlers: Handlers<Orders>): void {
  process.on('message', (message) => void answer(message as Order));
  process.on('disconnect', () => process.exit());

  async function answer({ id, name, order }: Order): Promise<void> {
    let reply: Reply;
    try {
      reply = { id, answer: (await handlers[name as keyof Orders](order as never)) ?? null };
    } catch (error) {
      reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    process.send?.(reply);
  }
}
