import type en from '../en/people';
import type { Translated } from '../translated';

export default {
  title: '用户',
  note: '可以登录的人。管理员管理一切，并可打开所有主机。',
  search: {
    label: '按姓名搜索用户',
    placeholder: '按姓名搜索',
    clear: '清除搜索',
    none: '没有匹配的用户',
    noneNote: '没有姓名包含“{q}”的用户。',
  },
  stale: '列表不是最新的',
  loading: '正在加载…',
  more: '显示更多',
  column: { person: '用户', role: '角色', lastSignIn: '上次登录', since: '创建日期', menu: '可用操作' },
  role: { user: '普通用户', admin: '管理员' },
  roleNote: {
    user: '可打开管理员授权的主机。',
    admin: '可打开所有主机，并管理主机和用户。',
  },
  never: '从未',
  disabled: '已停用',
  field: {
    name: '用户名',
    nameHint: '登录时使用。',
    displayName: '显示名称',
    displayNameHint: '例如全名。可以留空。',
    role: '角色',
    firstPassword: '初始密码',
    firstPasswordHint: '{count, plural, other {至少 # 个字符。}}用户可在“账户”页面更改。',
    newPassword: '新密码',
  },
  add: { open: '添加用户', save: '添加用户', done: '{name} 现在可以登录了。', failed: '用户未添加' },
  edit: {
    open: '名称和角色',
    save: '保存',
    done: '{name} 已更改。',
    failed: '未作任何更改',
    roleEffect: '新角色立即生效，该用户的会话会结束。',
  },
  password: {
    open: '设置密码',
    title: '为 {name} 设置新密码',
    note: '该用户将在所有位置退出登录，其会话也会结束。请自行告知新密码：门户不会发送邮件。',
    save: '设置密码',
    done: '{name} 的密码已更新。',
    failed: '密码未更改',
  },
  menu: '对 {name} 的可用操作',
  disable: {
    open: '停用',
    title: '停用 {name}？',
    body: '该用户将在一秒内从所有位置退出登录，其会话会结束；重新启用之前，无法登录，也无法使用 API 令牌。',
    done: '{name} 已停用。',
  },
  enable: { open: '启用', done: '{name} 可以重新登录了。', failed: '{name} 仍处于停用状态' },
} satisfies Translated<typeof en>;
