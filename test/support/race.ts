import { ConsoleClient, Refused } from './console-client';

/** Opens many consoles at once. @returns those that were let in, and what the others were refused with */
export async function race(
  count: number,
  open: (n: number) => Promise<ConsoleClient>,
): Promise<{ open: ConsoleClient[]; refused: number[] }> {
  const tries = await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      try {
        return await open(n);
      } catch (error) {
        if (error instanceof Refused) return error.status;
        throw error;
      }
    }),
  );
  return {
    open: tries.filter((one) => one instanceof ConsoleClient),
    refused: tries.filter((one) => typeof one === 'number'),
  };
}
