/** Calls of services from another thread: every method that gives a promise, or a generator. What goes there and back is copied. */

import type { MessagePort } from 'node:worker_threads';
import { packError, unpackError, type CarriedError } from './carried-error';

/** A call; or what is wanted of the generator that an earlier call has made. */
type Question = { id: number; service: string; method: string; args: unknown[] } | { id: number; of: number; want: 'next' | 'return' };
type Answer = { id: number; value: unknown } | { id: number; error: CarriedError };

type Port = Pick<MessagePort, 'postMessage' | 'on'>;
type Methods = Record<string, (...args: unknown[]) => unknown>;

/** @param services the only ones that can be called */
export function answerCalls(port: Port, services: Record<string, object>): void {
  const generators = new Map<number, AsyncGenerator>();
  port.on('message', (question: Question) => {
    answer(question).then(
      (value) => send({ id: question.id, value }),
      (error: unknown) => send({ id: question.id, error: packError(error) }),
    );
  });

  // Whoever asked is gone: what was begun for them ends.
  port.on('close', () => {
    for (const generator of generators.values()) generator.return(undefined).catch(() => undefined);
    generators.clear();
  });

  async function answer(question: Question): Promise<unknown> {
    if ('of' in question) return goOn(question.of, question.want);
    const { id, service, method, args } = question;
    const called = Object.hasOwn(services, service) ? (services[service] as Methods) : null;
    if (typeof called?.[method] !== 'function') throw new Error(`no such call: ${service}.${method}`);
    const given = called[method](...args);
    if (!isGenerator(given)) return given;
    generators.set(id, given);
    return undefined;
  }

  async function goOn(of: number, want: 'next' | 'return'): Promise<IteratorResult<unknown>> {
    const generator = generators.get(of);
    if (!generator) return { done: true, value: undefined };
    if (want === 'return') {
      generators.delete(of);
      return generator.return(undefined);
    }
    try {
      const result = await generator.next();
      if (result.done) generators.delete(of);
      return result;
    } catch (error) {
      generators.delete(of);
      throw error;
    }
  }

  function send(message: Answer): void {
    try {
      port.postMessage(message);
    } catch (error) {
      // A value that can't be copied.
      port.postMessage({ id: message.id, error: packError(error) } satisfies Answer);
    }
  }
}

function isGenerator(value: unknown): value is AsyncGenerator {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

export class Caller {
  private readonly waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  private last = 0;

  constructor(private readonly port: Port) {
    port.on('message', (answer: Answer) => {
      const asked = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if ('error' in answer) asked?.reject(unpackError(answer.error));
      else asked?.resolve(answer.value);
    });
  }

  /**
   * @param generators those methods that don't give a promise
   * @param here what is not asked there
   */
  service<T extends object>(name: string, generators: readonly (keyof T & string)[] = [], here: Partial<T> = {}): T {
    const call = (method: string) =>
      (generators as readonly string[]).includes(method)
        ? (...args: unknown[]) => this.generate(name, method, args)
        : (...args: unknown[]) => this.ask({ service: name, method, args });
    return new Proxy(here, {
      get(_, method) {
        if (method in here) return Reflect.get(here, method) as unknown;
        // Nobody who awaits it may take it for a promise.
        return typeof method === 'string' && method !== 'then' ? call(method) : undefined;
      },
    }) as T;
  }

  private async *generate(service: string, method: string, args: unknown[]): AsyncGenerator {
    const of = this.last + 1;
    await this.ask({ service, method, args });
    let over = false;
    try {
      for (;;) {
        const { done, value } = (await this.ask({ of, want: 'next' }).catch((error: unknown) => {
          over = true;
          throw error;
        })) as IteratorResult<unknown, undefined>;
        over = done === true;
        if (done) return;
        yield value;
      }
    } finally {
      if (!over) await this.ask({ of, want: 'return' });
    }
  }

  /** @throws what is thrown there; or at once, when an argument can't be copied */
  private ask(
    question: Omit<Extract<Question, { method: string }>, 'id'> | Omit<Extract<Question, { of: number }>, 'id'>,
  ): Promise<unknown> {
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      this.port.postMessage({ ...question, id });
      this.waiting.set(id, { resolve, reject });
    });
  }
}
