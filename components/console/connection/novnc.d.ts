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

    get viewOnly(): boolean;
    set viewOnly(on: boolean);
    focusOnClick: boolean;
    clipViewport: boolean;
    readonly clippingViewport: boolean;
    dragViewport: boolean;
    scaleViewport: boolean;
    get resizeSession(): boolean;
    set resizeSession(on: boolean);
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

    /* Private, for ../picture: what noVNC 1.7.0, the pinned version, has inside. */
    readonly _screen: HTMLDivElement;
    readonly _canvas: HTMLCanvasElement;
    readonly _display: {
      /** CSS pixels per pixel of the machine; setting it sizes the canvas. */
      scale: number;
      /** Both draw pixels; what they hold back is given to them again `fromQueue`. */
      blitImage(x: number, y: number, width: number, height: number, rgba: Uint8Array, offset: number, fromQueue?: boolean): void;
      fillRect(x: number, y: number, width: number, height: number, rgb: ArrayLike<number>, fromQueue?: boolean): void;
    };
    /** By encoding. */
    readonly _decoders: Record<number, NoVncDecoder>;
    readonly _sock: NoVncSocket;
    /** The FramebufferUpdate and the rectangle that are being read. */
    readonly _FBU: { rects: number; x: number; y: number; width: number; height: number; encoding: number | null };
    readonly _rfbConnectionState: '' | 'connecting' | 'connected' | 'disconnecting' | 'disconnected';
    readonly _fbWidth: number;
    readonly _fbHeight: number;
    readonly _supportsFence: boolean;
    readonly _qemuExtKeyEventSupported: boolean;
    readonly _supportsContinuousUpdates: boolean;
    readonly _supportsSetDesktopSize: boolean;
    readonly _screenID: number;
    readonly _screenFlags: number;
    readonly _resizeSession: boolean;
    _enabledContinuousUpdates: boolean;
    _pendingRemoteResize: boolean;
    _qualityLevel: number;
    _compressionLevel: number;

    /* For ../keyboard. */
    /** null: the server does not tell. */
    readonly _remoteCapsLock: boolean | null;
    readonly _remoteNumLock: boolean | null;
    readonly _keyboard: {
      /** By code, what was sent for the keys that are down. */
      readonly _keyDownList: Readonly<Record<string, number | null>>;
      /** Ends in `_handleKeyEvent`. */
      _sendKeyEvent(keysym: number | null, code: string, down: boolean): void;
    };
    _handleKeyEvent(keysym: number | null, code: string, down: boolean, numLock: boolean | null, capsLock: boolean | null): void;

    /* For ../clipboard: by bit, as of rfbproto's Extended Clipboard. */
    readonly _clipboardServerCapabilitiesFormats: Readonly<Record<number, boolean>>;
    readonly _clipboardServerCapabilitiesActions: Readonly<Record<number, boolean>>;
    /** The desktop's name. */
    readonly _fbName: string;

    /* For ../touch. */
    /** CSS pixels of the canvas; empty before the pointer was there. A new object with every move. */
    readonly _mousePos: { x?: number; y?: number };
    readonly _cursorImage: { rgbaPixels: ArrayLike<number> };
    readonly _cursor: {
      readonly _hotSpot: { x: number; y: number };
      /** Draws it there on touch devices. CSS pixels of the page; the upper left corner, whatever the hot spot. */
      move(x: number, y: number): void;
      change(rgba: Uint8Array, hotX: number, hotY: number, width: number, height: number): void;
    };

    dispatchEvent(event: Event): boolean;
    _disconnect(): void;
    _updateClip(): void;
    _updateScale(): void;
    _handleResize(): void;
    _requestRemoteResize(): void;
    _setClippingViewport(on: boolean): void;
    _handleMouse(event: MouseEvent): void;
    /** In CSS pixels of the canvas. */
    _handleMouseMove(x: number, y: number): void;
    /** @param mask of RFC 6143 §7.5.5 */
    _handleMouseButton(x: number, y: number, mask: number): void;
    _handleTapEvent(event: CustomEvent, mask: number): void;
    _focusCanvas(event: Event): void;
    _refreshCursor(): void;
    _updateCursor(rgba: Uint8Array, hotX: number, hotY: number, width: number, height: number): void;
    _handleWheel(event: WheelEvent): void;
    _handleGesture(event: CustomEvent<NoVncGesture>): void;
    _sendEncodings(): void;
    _updateContinuousUpdates(): void;
    /* Readers: false where more bytes are needed, after which they are called again. */
    _negotiateServerInit(): boolean;
    _handleSetColourMapMsg(): boolean;
    _normalMsg(): boolean;
    _framebufferUpdate(): boolean;
    _handleRect(): boolean;
    _handleDataRect(): boolean;
    _handleExtendedDesktopSize(): boolean;
    _handleServerFenceMsg(): boolean;
    _handleServerCutText(): boolean;

    static readonly messages: {
      pixelFormat(sock: NoVncSocket, depth: number, trueColour: boolean): void;
      clientEncodings(sock: NoVncSocket, encodings: number[]): void;
      fbUpdateRequest(sock: NoVncSocket, incremental: boolean, x: number, y: number, width: number, height: number): void;
      setDesktopSize(sock: NoVncSocket, width: number, height: number, id: number, flags: number): void;
      clientFence(sock: NoVncSocket, flags: number, payload: string): void;
      enableContinuousUpdates(sock: NoVncSocket, enable: boolean, x: number, y: number, width: number, height: number): void;
    };
  }

  /** Private: the bytes that have arrived. */
  export interface NoVncSocket {
    /** Whether fewer than `bytes` have; then it steps back by `goBack`. */
    rQwait(what: string, bytes: number, goBack?: number): boolean;
    rQpeekBytes(length: number): Uint8Array;
    rQskipBytes(length: number): void;
    sQpushBytes(bytes: Uint8Array): void;
    flush(): void;
    /** How many bytes have been read. It begins anew only when more bytes arrive. */
    readonly _rQi: number;
  }

  /** Private: one of an encoding. */
  export interface NoVncDecoder {
    /** @returns false where more bytes are needed, after which it is called again */
    decodeRect(x: number, y: number, width: number, height: number, sock: NoVncSocket, display: RFB['_display'], depth: number): boolean;
  }

  /** Private: fingers, as core/input/gesturehandler.js of the package reads them. */
  export interface NoVncGesture {
    type: 'onetap' | 'twotap' | 'threetap' | 'drag' | 'longpress' | 'twodrag' | 'pinch';
    clientX: number;
    clientY: number;
    /** How far two fingers have moved, or are apart. */
    magnitudeX?: number;
    magnitudeY?: number;
  }

  /** What a mixin extends. */
  export type RfbClass<T = RFB> = Pick<typeof RFB, 'messages'> &
    // TypeScript wants exactly these parameters of a mixin's base.
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
    (new (...args: any[]) => T);
}
