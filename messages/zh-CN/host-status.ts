import type en from '../en/host-status';
import type { Translated } from '../translated';

export default {
  answers: '有应答',
  someAnswer: '{all} 个地址中有 {up} 个应答。{failure}',
  neverOpened: '从未打开过',
  open: '有控制台正在使用',
  worked: '上一次控制台正常',
  failed: '上一次控制台失败：{reason}',
  reason: {
    closed: '主机关闭了连接',
    loginFailed: '登录主机失败',
    silent: '主机没有应答',
    stopped: '主机不接收输入',
    unusable: '主机无法使用',
  },
} satisfies Translated<typeof en>;
