/** Message numbers: RFC 6143 sections 7.5 and 7.6; from 150 on rfbproto, "Client to Server Messages" and "Server to Client Messages". */

export const clientMessages = {
  setPixelFormat: 0,
  setEncodings: 2,
  framebufferUpdateRequest: 3,
  keyEvent: 4,
  pointerEvent: 5,
  clientCutText: 6,
  enableContinuousUpdates: 150,
  clientFence: 248,
  xvp: 250,
  setDesktopSize: 251,
  qemu: 255,
} as const;

export const serverMessages = {
  framebufferUpdate: 0,
  setColourMapEntries: 1,
  bell: 2,
  serverCutText: 3,
  endOfContinuousUpdates: 150,
  serverFence: 248,
  xvp: 250,
} as const;

/** rfbproto, "QEMU Extended Key Event Message": the one sub-message of {@link clientMessages.qemu} that is known here. */
export const QEMU_EXTENDED_KEY_EVENT = 0;

/** rfbproto, "ClientFence": a payload is at most 64 bytes long. */
export const MAX_FENCE_PAYLOAD = 64;
