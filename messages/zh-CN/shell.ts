import type en from '../en/shell';
import type { Translated } from '../translated';

export default {
  skip: '跳到正文',
  pages: '页面',
  home: 'vnc-portal，主机列表',
  nav: { hosts: '主机', sessions: '会话', people: '用户', access: '权限', audit: '审计' },
  account: {
    of: '{name}<hidden> 的账户</hidden>',
    signedInAs: '已登录为 {name}',
    signedInAsAdmin: '已登录为管理员 {name}',
    page: '账户',
    signOut: '退出登录',
    stillSignedIn: '您仍处于登录状态',
  },
} satisfies Translated<typeof en>;
