import type en from '../en/api';
import type { Translated } from '../translated';

export default {
  unreachable: '无法连接到门户。请检查您的网络，或等待门户恢复后重试。',
  unexpected: '此页面无法理解门户的应答。请刷新页面：页面可能比门户的版本旧。',
  broken: '页面未能完成此操作。请刷新页面后重试；如果问题持续，请告知管理员。',
  signedOut: '您已退出登录。请在另一个标签页中重新登录，然后在此重试：您输入的内容不会丢失。',
  notSignedOut: '门户未能让您退出登录。请重试。',
} satisfies Translated<typeof en>;
