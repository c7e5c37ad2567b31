import type en from '../en/host-test';
import type { Translated } from '../translated';

export default {
  step: {
    address: '地址',
    http: '连接和 HTTP',
    tlsHttp: '连接、TLS 和 HTTP',
    rfb: '连接和 RFB 版本',
    tlsRfb: '连接、TLS 和 RFB 版本',
    signIn: '登录',
    securityTypes: '安全类型',
    certificate: '证书',
  },
  answers: '以 HTTP {status} 应答',
  desktop: '{security}；桌面“{name}”，{width} × {height}',
  separator: '；',
  validTo: '有效期至 {date}',
  notVouchedFor: '未经可信机构担保：{problem}',
} satisfies Translated<typeof en>;
