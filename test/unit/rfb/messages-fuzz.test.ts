import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { ClientMessages } from '../../../server/rfb/messages/client-messages';
import type { ClientRules } from '../../../server/rfb/messages/client-rules';
import type { Clipboard } from '../../../server/rfb/messages/clipboard';
import { PixelAgreement } from '../../../server/rfb/messages/pixel-agreement';
import { ServerMessages } from '../../../server/rfb/messages/server-messages';
import { Random } from '../../support/random';
import { bytewise, client, clipboardFlags, feed, formats, join, pixelFormat, rectangle, s32, server, u8 } from '../../support/rfb-bytes';
import type { Outcome } from '../../support/rfb-bytes';

const SEED = 20250601;
/** How long each direction is tried, ms. */
const BUDGET = 3000;
/** Enough on the slowest machine to have met every message. */
const AT_LEAST = 300;

const clipboards: readonly Clipboard[] = ['both', 'in', 'out', 'none'];
const someEncodings = [0, 1, 2, 5, 6, 7, 16, 21, 50, -26, -223, -224, -239, -260, -308, -309, -312, -313, -316, 0xc0a1e5ce | 0, 99];

function clientMessage(random: Random): Buffer {
  return random.pick<() => Buffer>([
    () => client.setPixelFormat(random.pick(Object.values(formats))),
    () => client.setEncodings(...Array.from({ length: random.below(30) }, () => random.pick(someEncodings))),
    () => client.request(random.below(2)),
    () => client.key(random.below(2 ** 31)),
    () => client.pointer(random.below(256)),
    () => client.cutText('x'.repeat(random.below(200))),
    () => client.extendedCutText(random.pick(Object.values(clipboardFlags)) | 1, random.bytes(random.below(60))),
    () => client.continuousUpdates(),
    () => client.fence(random.bytes(random.below(65))),
    () => client.xvp(),
    () => client.desktopSize(random.below(4)),
    () => client.qemuKey(),
  ])();
}

function someRectangle(random: Random, bytes: number, tight: number): Buffer {
  const [width, height] = [1 + random.below(40), 1 + random.below(40)];
  const sized = (encoding: number, ...parts: Buffer[]): Buffer => rectangle(width, height, encoding, join(...parts));
  const few = 1 + random.below(100);
  return random.pick<() => Buffer>([
    () => sized(0, random.bytes(width * height * bytes)),
    () => sized(1, random.bytes(4)),
    () => sized(2, s32(few), random.bytes(bytes + few * (bytes + 8))),
    () => sized(4, s32(few), random.bytes(bytes + few * (bytes + 4))),
    () => sized(5, hextile(random, width, height, bytes)),
    () => sized(random.pick([6, 16]), s32(few), random.bytes(few)),
    () => sized(50, s32(few), random.bytes(4 + few)),
    () => sized(7, u8(0x80 | random.below(16)), random.bytes(tight)),
    () => sized(7, u8(0x90), u8(few), random.bytes(few)),
    () => rectangle(30, 30, 7, join(u8(0x40, 1, 9), random.bytes(10 * tight), u8(few), random.bytes(few))),
    () => sized(-239, random.bytes(width * height * bytes + Math.ceil(width / 8) * height)),
    () => sized(-308, u8(1, 0, 0, 0), random.bytes(16)),
    () => sized(-307, s32(few), random.bytes(few)),
    () => sized(-223),
  ])();
}

function hextile(random: Random, width: number, height: number, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let y = 0; y < height; y += 16) {
    for (let x = 0; x < width; x += 16) {
      const mask = random.below(32);
      parts.push(u8(mask));
      if (mask & 1) {
        parts.push(random.bytes(Math.min(16, width - x) * Math.min(16, height - y) * bytes));
        continue;
      }
      if (mask & 2) parts.push(random.bytes(bytes));
      if (mask & 4) parts.push(random.bytes(bytes));
      if (mask & 8) {
        const count = random.below(20);
        parts.push(u8(count), random.bytes(count * (2 + (mask & 16 ? bytes : 0))));
      }
    }
  }
  return join(...parts);
}

function serverMessage(random: Random, bytes: number, tight: number): Buffer {
  if (random.chance(0.5)) return server.update(...Array.from({ length: random.below(6) }, () => someRectangle(random, bytes, tight)));
  return random.pick<() => Buffer>([
    () => server.colours(random.below(20)),
    () => server.bell(),
    () => server.cutText('y'.repeat(random.below(200))),
    () => server.extendedCutText(random.pick(Object.values(clipboardFlags)) | 1, random.bytes(random.below(60))),
    () => server.endOfContinuousUpdates(),
    () => server.fence(random.bytes(random.below(65))),
    () => server.xvp(),
    () => server.openUpdate(random.below(65536), someRectangle(random, bytes, tight), rectangle(0, 0, -224)),
  ])();
}

/** Valid as it is, mutated, or of no meaning at all. */
function someStream(random: Random, message: () => Buffer): { stream: Buffer; valid: boolean } {
  if (random.chance(0.2)) return { stream: random.bytes(random.below(3000)), valid: false };
  const stream = join(...Array.from({ length: random.below(25) }, message));
  return random.chance(0.5) ? { stream, valid: true } : { stream: random.mutate(stream), valid: false };
}

function sameHoweverSplit(random: Random, stream: Buffer, run: (pieces: Iterable<Buffer>) => Outcome): Outcome {
  const whole = run([stream]);
  expect(run(random.pieces(stream))).toEqual(whole);
  expect(run(random.pieces(stream))).toEqual(whole);
  if (stream.length < 1000) expect(run(bytewise(stream))).toEqual(whole);
  return whole;
}

function repeatWithin(budget: number, once: (random: Random) => void): number {
  const random = new Random(SEED);
  const end = performance.now() + budget;
  let times = 0;
  while (times < AT_LEAST || performance.now() < end) {
    once(random);
    times++;
  }
  return times;
}

describe('random, valid and mutated streams', () => {
  it('from the client come to one end however they are split, and no rule lets through more than it received', () => {
    let refused = 0;
    repeatWithin(BUDGET, (random) => {
      const rules: ClientRules = {
        viewOnly: random.chance(0.3),
        clipboard: random.pick(clipboards),
        power: random.chance(0.5),
        resize: random.chance(0.5),
      };
      const framed = random.chance(0.5);
      const { stream } = someStream(random, () => clientMessage(random));
      const agreement = () => (framed ? new PixelAgreement(pixelFormat(formats.bgrx)) : null);
      const outcome = sameHoweverSplit(random, stream, (pieces) => feed((sink) => new ClientMessages(rules, sink, agreement()), pieces));
      expect(outcome.output.length / 2).toBeLessThanOrEqual(stream.length);
      if (outcome.violation) refused++;
      // What was let through is let through again, as it is: a second firewall finds nothing left to do.
      const again = feed((sink) => new ClientMessages(rules, sink, agreement()), [Buffer.from(outcome.output, 'hex')]);
      expect(again.output).toBe(outcome.output);
      expect(again.violation).toBeNull();
    });
    expect(refused).toBeGreaterThan(10);
  });

  it('from the server come to one end however they are split, and valid ones are followed to it', () => {
    let refused = 0;
    repeatWithin(BUDGET, (random) => {
      const [format, bytes, tight] = random.pick([
        [formats.bgrx, 4, 3] as const,
        [formats.rgb565, 2, 2] as const,
        [formats.rgb332, 1, 1] as const,
      ]);
      const clipboard = random.pick(clipboards);
      const { stream, valid } = someStream(random, () => serverMessage(random, bytes, tight));
      const run = (input: Iterable<Buffer>, rule = clipboard): Outcome => {
        const agreement = new PixelAgreement(pixelFormat(format));
        agreement.fix();
        return feed((sink) => new ServerMessages(rule, sink, agreement), input);
      };
      const outcome = sameHoweverSplit(random, stream, (pieces) => run(pieces));
      expect(outcome.output.length / 2).toBeLessThanOrEqual(stream.length);
      if (outcome.violation) refused++;
      if (valid) expect(outcome).toMatchObject({ violation: null, atBoundary: true });
      if (valid && clipboard === 'both') expect(outcome.output).toBe(stream.toString('hex'));
      if (valid) expect(run([stream, server.cutText('secret')], 'none').output).toBe(run([stream], 'none').output);
    });
    expect(refused).toBeGreaterThan(10);
  });

  it('without an end keep no memory: neither direction grows with what it is sent', () => {
    const random = new Random(SEED);
    const refused = (violation: unknown): void => expect.unreachable(JSON.stringify(violation));
    const agreement = new PixelAgreement(pixelFormat(formats.bgrx));
    const rules: ClientRules = { viewOnly: true, clipboard: 'none', power: false, resize: false };
    const directions = [
      {
        engine: new ClientMessages(rules, { forward: () => undefined, violation: refused }),
        stream: join(...Array.from({ length: 200 }, () => clientMessage(random))),
      },
      {
        engine: new ServerMessages('none', { forward: () => undefined, violation: refused }, agreement),
        stream: join(...Array.from({ length: 200 }, () => serverMessage(random, 4, 3))),
      },
    ];
    agreement.fix();
    for (const { engine, stream } of directions) {
      const pieces = [...random.pieces(stream)];
      const pushAll = (times: number): void => {
        for (let time = 0; time < times; time++) for (const piece of pieces) engine.push(piece);
      };
      pushAll(50);
      const before = memoryInUse();
      pushAll(500);
      expect(memoryInUse() - before).toBeLessThan(2 ** 20);
    }
  });
});

/** Bytes, after collecting what is no longer reachable. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
