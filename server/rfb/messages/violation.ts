/** Why a stream of messages may not go on. */

export type ViolationReason =
  /** A message or an encoding that is not known here, so nobody can tell where it ends. */
  | 'unknown'
  /** A field has a value that its specification does not allow. */
  | 'malformed'
  /** A length beyond its named limit. */
  | 'too_long'
  /** Allowed at another time, but not at this one. */
  | 'out_of_turn';

export interface Violation {
  reason: ViolationReason;
  /** The message's type. */
  message: number;
  /** For the log and the audit: numbers of the protocol, never content. */
  detail: string;
}

/** Where the bytes of one direction go. Called from within `push`, in the order of the stream. */
export interface MessageSink {
  /** Bytes that pass, by reference: a part of the chunk that was pushed, or of a small buffer that is not used again. */
  forward: (bytes: Buffer) => void;
  /** Called once and last: nothing passes after it. */
  violation: (violation: Violation) => void;
}
