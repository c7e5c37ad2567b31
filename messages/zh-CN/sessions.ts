import type en from '../en/sessions';
import type { Translated } from '../translated';

export default {
  pageTitle: '会话',
  title: '当前会话',
  note: '此刻谁在使用哪台主机。',
  counts: '当前有 {people, plural, other {# 人}}，共 {consoles, plural, other {# 个会话}}。',
  stale: '列表不是最新的',
  loading: '正在加载会话',
  none: '当前没有会话',
  noneNote: '有人打开主机后，会立即显示在这里：包括用户、来源地址和传输量。',
  column: {
    host: '主机',
    person: '用户',
    from: '来源',
    access: '权限',
    target: '主机地址',
    open: '已打开',
    bytes: '发往 / 来自主机',
    end: '结束',
  },
  access: { view: '仅查看', control: '控制' },
  personFrom: '{name}，来自 {address}',
  lasting: { view: '已查看 <time></time>', control: '已控制 <time></time>' },
  end: {
    action: '结束',
    label: '结束 {user} 在 {host} 上的会话',
    title: '结束此会话？',
    body: '{user} 正在使用 {host}，将被告知会话已由管理员结束。在机器上所做的操作不受影响。',
    confirm: '结束会话',
    done: '{user} 在 {host} 上的会话已结束。',
  },
} satisfies Translated<typeof en>;
