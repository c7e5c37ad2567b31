import type en from '../en/palette';
import type { Translated } from '../translated';

export default {
  title: '命令',
  search: '搜索主机、操作和页面',
  open: '搜索和命令',
  nothing: '没有找到与“{query}”相符的内容。可以试试主机名称的一部分、地址或标签。',
  searching: '正在搜索主机……',
  hostsFailed: '无法搜索主机：{problem}',
  footer: '↑ ↓ 选择，Enter 打开，Ctrl+Enter 在新标签页中打开，Esc 关闭',
  groups: {
    console: '此控制台',
    hosts: '主机',
    pages: '页面',
    deeds: '操作',
  },
  pages: {
    hosts: '主机',
    sessions: '正在使用的控制台',
    nodes: '节点：进程及其负载',
    people: '用户',
    groups: '用户组',
    access: '访问权限：谁可以打开哪些主机',
    why: '为什么某人可以打开某台主机？',
    audit: '审计',
    account: '您的账户',
  },
  light: '浅色',
  dark: '深色',
  asSystem: '跟随系统颜色',
  signOut: '退出登录',
  signOutFailed: '您仍处于登录状态',
} satisfies Translated<typeof en>;
