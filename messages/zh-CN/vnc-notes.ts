import type en from '../en/vnc-notes';
import type { Translated } from '../translated';

export default {
  credentialTooLong: '{need, select, username {用户名} other {密码}}超出了此安全类型可容纳的 {limit} 字节',
  credentialHasNul: '{need, select, username {用户名} other {密码}}中含有 NUL，而此安全类型会在那里截断',
  hungUp: '它收到凭据后关闭了连接',
  unproven: '它结束了交互，却没有证明自己知道密码',
  serverUnproven: '服务器没有证明自己知道密码',
  offers: '它提供 {types}',
  unverified: '{type}：无法验证为该主机设置的证书或密钥',
  unprotected: '{type}：应答的任何一方都能读取密码',
  noCertificate: '{type}：它没有出示证书，而该主机的设置不允许这样',
  keyUnknown: '{type}：服务器的密钥未知',
  tightTunnel: 'Tight，但没有普通隧道',
  tightWith: 'Tight，方式为 {types}',
  saslWith: 'SASL，机制为 {names}',
  saslEmpty: 'SASL，但没有任何机制',
  dialect: '它声明版本为 {version}，对 3.8 没有应答',
  dialectOfAten: '它声明版本为 {version}，这是 ATEN 板卡（例如 Supermicro）的方言',
  rsaKeyChanged: '服务器出示了另一个 RSA 密钥：{fingerprint}',
  rsaKeyUnknown: '服务器的 RSA 密钥未知：{fingerprint}',
  several: '{first}；{rest}',
} satisfies Translated<typeof en>;
