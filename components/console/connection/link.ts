/** One try: a WebSocket to the portal and noVNC on top of it, from opening to closing. */

import { releaseKeys } from '../keyboard/release-keys';
import { consoleUrl, SUBPROTOCOLS } from './attempt-id';
import type { AttemptEvent, CredentialType } from './console-state';
import { failure } from './failures';
import { fingerprintOf, trustOf } from './fingerprint';
import { watchFirstPicture } from '../picture/first-picture';
import type { PictureFormat } from '../picture/with-format';
import { hostClipboard, hostLine } from './host-text';
import { loadNoVnc, type Rfb } from './no-vnc';

export type Credentials = Partial<Record<CredentialType, string>>;

export interface LinkOptions {
  hostId: string;
  /** Nobody types here, from the first message on. */
  watching: boolean;
  attempt: string;
  /** As the page calls itself. */
  page: string;
  basePath: string;
  credentials: Credentials | null;
  /** How the host is asked for its pixels, when it is asked. */
  pictureFormat: () => PictureFormat;
  /** Where noVNC puts its canvas. */
  target: HTMLElement;
  emit: (event: AttemptEvent) => void;
  onRfb: (rfb: Rfb) => void;
  onFacts: (facts: Partial<Facts>) => void;
}

/** What the host says of itself. */
export interface Facts {
  desktopName: string;
  clipboard: { text: string; cut: boolean } | null;
  /** The picture is larger than the window and can be moved. */
  clipping: boolean;
}

/** With these words the portal tells noVNC that its own sign-in to the host has failed; the code with which it closes then. */
const PORTAL_REFUSED = 'host login failed';
const HOST_FAILED = 1011;

const asCredentialTypes = (types: readonly string[]) =>
  types.filter((type): type is CredentialType => type === 'username' || type === 'password' || type === 'target');

export class Link {
  private rfb: Rfb | null = null;
  private closed = false;
  /** noVNC has ended already and complains about being ended twice. */
  private gone = false;
  private stopWatching: (() => void) | undefined;
  private refusal: { status: number; reason: string } | null = null;
  private why = '';
  private readonly start: ReturnType<typeof setTimeout>;

  constructor(private readonly options: LinkOptions) {
    // React's strict mode mounts, unmounts and mounts again: only the last mount lives long enough to open a connection.
    this.start = setTimeout(() => void this.open(), 0);
  }

  sendCredentials(credentials: Credentials): void {
    this.rfb?.sendCredentials(credentials);
  }

  approve(): void {
    this.rfb?.approveServer();
  }

  /** Final. Nothing is emitted afterwards. Gives the canvas with the last picture, if there was one. */
  close(): HTMLCanvasElement | null {
    if (this.closed) return null;
    this.closed = true;
    clearTimeout(this.start);
    this.stopWatching?.();
    if (!this.rfb || this.gone) return null;
    const canvas = this.options.target.querySelector('canvas');
    // Not every VNC server lets go of the keys of a connection that ends.
    releaseKeys();
    this.rfb.disconnect();
    return canvas && canvas.width > 0 ? canvas : null;
  }

  private async open(): Promise<void> {
    const { hostId, watching, attempt, page, basePath, credentials, target } = this.options;
    let socket: WebSocket | undefined;
    try {
      const openRfb = await loadNoVnc();
      if (this.closed) return;
      socket = new WebSocket(consoleUrl({ hostId, attempt, page, watching }, { ...pick(location), basePath }), SUBPROTOCOLS);
      // Before noVNC's own handlers, so that the code of a close is known before noVNC gives up because of it.
      socket.addEventListener('open', () => this.emit({ type: 'opened' }));
      socket.addEventListener('message', () => this.emit({ type: 'greeted' }), { once: true });
      socket.addEventListener('close', ({ code }) => this.emit({ type: 'closed', code }));
      const rfb = openRfb(target, socket, { shared: true, ...(credentials ? { credentials } : {}) }, (details) => (this.why = details));
      // What lies around the picture is the page's.
      rfb.background = 'transparent';
      rfb.viewOnly = watching;
      rfb.pictureFormat = this.options.pictureFormat();
      this.rfb = rfb;
      this.listen(rfb);
      this.options.onRfb(rfb);
    } catch {
      socket?.close();
      this.emit({ type: 'broken', failure: failure('client_failed') });
    }
  }

  private listen(rfb: Rfb): void {
    const { onFacts, hostId, target } = this.options;
    rfb.addEventListener('credentialsrequired', ({ detail }) =>
      this.emit({ type: 'credentials-required', types: asCredentialTypes(detail.types) }),
    );
    rfb.addEventListener('serververification', ({ detail }) => void this.verify(hostId, detail.publickey));
    rfb.addEventListener(
      'securityfailure',
      ({ detail }) => (this.refusal = { status: detail.status, reason: hostLine(detail.reason ?? '') }),
    );
    rfb.addEventListener('disconnect', () => {
      this.gone = true;
      this.gaveUp();
    });
    rfb.addEventListener('connect', () => {
      this.emit({ type: 'signed-in' });
      this.stopWatching = watchFirstPicture(target, () => {
        // For measuring: what is loaded from here on, no picture waits for.
        performance.mark('first-picture');
        this.emit({ type: 'picture' });
      });
    });
    rfb.addEventListener('desktopname', ({ detail }) => onFacts({ desktopName: hostLine(detail.name) }));
    rfb.addEventListener('clipboard', ({ detail }) => onFacts({ clipboard: hostClipboard(detail.text) }));
    rfb.addEventListener('clippingviewport', ({ detail }) => onFacts({ clipping: detail }));
  }

  /** noVNC ended it, not the socket: the VNC server refused, or said what noVNC does not understand. */
  private gaveUp(): void {
    if (this.refusal?.reason === PORTAL_REFUSED) {
      // The portal's diagnosis says why; its close frame, which may no longer come through, only that.
      this.emit({ type: 'closed', code: HOST_FAILED });
      return;
    }
    if (this.refusal) {
      const judged = /security result|security handshake/i.test(this.why) && !/too many/i.test(this.refusal.reason);
      this.emit({ type: 'refused', judged, reason: this.refusal.reason });
      return;
    }
    const code = /^invalid server version/i.test(this.why)
      ? 'not_vnc'
      : /^unsupported .*security|vencrypt/i.test(this.why)
        ? 'security_unsupported'
        : 'protocol';
    this.emit({ type: 'broken', failure: failure(code) });
  }

  private async verify(hostId: string, key: Uint8Array<ArrayBuffer>): Promise<void> {
    try {
      const print = await fingerprintOf(key);
      const known = trustOf(hostId, print.sha256);
      if (known === 'known') this.approve();
      else this.emit({ type: 'server-verification', fingerprint: { ...print, changed: known === 'changed' } });
    } catch {
      // Browsers check keys on https pages only.
      this.emit({ type: 'broken', failure: failure('key_needs_https') });
    }
  }

  private emit(event: AttemptEvent): void {
    if (!this.closed) this.options.emit(event);
  }
}

const pick = ({ protocol, host }: Location) => ({ protocol, host });
