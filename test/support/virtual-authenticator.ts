/** Chromium's own authenticator for tests (CDP, domain WebAuthn): it holds passkeys and confirms whoever asks, without a person. */

import type { CDPSession, Page } from 'playwright-core';

export class VirtualAuthenticator {
  private constructor(
    private readonly session: CDPSession,
    private readonly id: string,
  ) {}

  /** One that is built into the device, knows its user, and keeps its passkeys. */
  static async attach(page: Page): Promise<VirtualAuthenticator> {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: false,
      },
    });
    return new VirtualAuthenticator(session, authenticatorId);
  }

  /** The person touches it, for as long as `act` takes. */
  async touchedWhile<T>(act: () => Promise<T>): Promise<T> {
    await this.touch(true);
    try {
      return await act();
    } finally {
      await this.touch(false);
    }
  }

  async passkeys(): Promise<number> {
    const { credentials } = await this.session.send('WebAuthn.getCredentials', { authenticatorId: this.id });
    return credentials.length;
  }

  private touch(enabled: boolean): Promise<unknown> {
    return this.session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: this.id, enabled });
  }
}
