import type { PictureRfb } from './with-picture';

const EVERY_MS = 2_000;
/** Bytes a second. The automatic choice needs to know what a line does under load; at rest nobody is asked anything. */
const LOAD = 20_000;

/** Measures how long an answer takes, for the meter or, while there is something to decide, for the automatic choice. @returns what ends it */
export function askNowAndThen(rfb: PictureRfb, meter: boolean): () => void {
  const ask = () => {
    if (document.visibilityState === 'hidden') return;
    const loaded = () => rfb.traffic.read(performance.now()).bytesPerSecond > LOAD;
    if (meter || (rfb.pictureQuality === 'auto' && loaded())) void rfb.ask();
  };
  ask();
  const timer = setInterval(ask, EVERY_MS);
  return () => clearInterval(timer);
}
