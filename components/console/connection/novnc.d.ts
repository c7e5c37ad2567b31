/** noVNC 1.7.0 ships no types. These follow docs/API.md of the package; the one private method is marked. */
declare module '@novnc/novnc' {
  export interface NoVncCredentials {
    username?: string;
    password?: string;
    target?: string;
  }

  export interface NoVncOptions {
    shared?: boolean;
    credentials?: NoVncCredentials;
    repeaterID?: string;
    wsProtocols?: string[];
  }

  export interface NoVncEvents {
    connect: CustomEvent<Record<string, never>>;
    disconnect: CustomEvent<{ clean: boolean }>;
    credentialsrequired: CustomEvent<{ types: string[] }>;
    /** `type` is `RSA`; `publickey` as it came over the wire. Dispatched for security type RA2ne. */
    serververification: CustomEvent<{ type: string; publickey: Uint8Array<ArrayBuffer> }>;
    securityfailure: CustomEvent<{ status: number; reason?: string }>;
    clipboard: CustomEvent<{ text: string }>;
    bell: CustomEvent<Record<string, never>>;
    desktopname: CustomEvent<{ name: string }>;
    capabilities: CustomEvent<{ capabilities: { power: boolean } }>;
    clippingviewport: CustomEvent<boolean>;
  }

  export default class RFB {
    /** The channel may be connecting or open; a closed one throws. Its `on…` handlers are overwritten, its listeners are not. */
    constructor(target: HTMLElement, urlOrChannel: string | WebSocket, options?: NoVncOptions);

    viewOnly: boolean;
    focusOnClick: boolean;
    clipViewport: boolean;
    readonly clippingViewport: boolean;
    dragViewport: boolean;
    scaleViewport: boolean;
    resizeSession: boolean;
    showDotCursor: boolean;
    background: string;
    qualityLevel: number;
    compressionLevel: number;
    readonly capabilities: { power: boolean };

    disconnect(): void;
    approveServer(): void;
    sendCredentials(credentials: NoVncCredentials): void;
    /** Without `down`: a press and a release. */
    sendKey(keysym: number, code: string | null, down?: boolean): void;
    sendCtrlAltDel(): void;
    machineShutdown(): void;
    machineReboot(): void;
    machineReset(): void;
    focus(options?: FocusOptions): void;
    blur(): void;
    clipboardPasteFrom(text: string): void;
    getImageData(): ImageData;
    toDataURL(type?: string, encoderOptions?: number): string;
    toBlob(callback: (blob: Blob | null) => void, type?: string, quality?: number): void;

    addEventListener<K extends keyof NoVncEvents>(type: K, listener: (event: NoVncEvents[K]) => void): void;
    removeEventListener<K extends keyof NoVncEvents>(type: K, listener: (event: NoVncEvents[K]) => void): void;

    /** Private: called once with why noVNC gives up, which no event tells. */
    protected _fail(details: string): false;
  }
}
