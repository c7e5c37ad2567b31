/** Whoever takes it is alone until they give it back; the others wait in the order of their coming. */
export class Mutex {
  private taken = false;
  private readonly waiting: (() => void)[] = [];

  take(): Promise<void> {
    if (!this.taken) {
      this.taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  give(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken = false;
  }
}
