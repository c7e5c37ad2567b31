/** All that this folder adds to noVNC, in one. */

import type RFB from '@novnc/novnc';
import type { RfbClass } from '@novnc/novnc';
import { type FormatRfb, withFormat } from './with-format';
import { withPointer } from './with-pointer';
import { type QualityRfb, withQuality } from './with-quality';
import { type RemoteResizeRfb, withRemoteResize } from './with-remote-resize';
import { type RestRfb, withRest } from './with-rest';
import { type TrafficRfb, withTraffic } from './with-traffic';
import { type ViewRfb, withView } from './with-view';

export type PictureRfb = ViewRfb & RemoteResizeRfb & TrafficRfb & QualityRfb & RestRfb & FormatRfb;

export const withPicture = (Base: RfbClass): RfbClass<RFB & PictureRfb> =>
  withRest(withQuality(withTraffic(withRemoteResize(withPointer(withView(withFormat(Base)))))));
