import type en from '../en/console-clipboard';
import type { Translated } from '../translated';

export default {
  title: '剪贴板',
  share: '共享剪贴板',
  shareHint: '在一边复制，可在另一边粘贴，双向有效。仅限文本。',
  neither: {
    watching: '您正在观看：文本不会发送到 {name}，也不会从它那里传来。',
    viewOnly: '“仅查看”已开启：文本不会发送到 {name}，也不会从它那里传来。',
    policy: '{name} 的规则不允许文本进出它的剪贴板。管理员可以更改此规则。',
  },
  reading: {
    allowed: '您在本机复制的内容，回到控制台时就已在 {name} 上。',
    askable: '在控制台中按 {key} 粘贴：您在本机复制的内容会先发送到 {name}。如果用菜单或其他按键粘贴时也要能用，请允许此页面读取剪贴板。',
    forbidden:
      '在控制台中按 {key} 粘贴：您在本机复制的内容会先发送到 {name}。其他时候浏览器不允许此页面读取剪贴板；可通过地址左侧的按钮更改。',
    never: '在控制台中按 {key} 粘贴：您在本机复制的内容会先发送到 {name}。其他时候此浏览器不允许页面读取剪贴板。',
  },
  allowReading: '允许页面读取剪贴板',
  writing: {
    atOnce: '在 {name} 上复制的内容会立即出现在本机。',
    waiting: '来自 {name} 的新文本正在等待：点击一下或按任意键后，浏览器才允许页面将其放到本机。',
  },
  tooLong: '您最近复制的内容超过 1 MiB，因此只留在本机。',
  lost: '您最近复制的内容中有 {count, plural, other {# 个字符}}变成了问号：{name} 的 VNC 服务器只接受西欧字符。其他字符可以用“输入文本”来输入。',
  fromHost: '来自 {name}',
  from: {
    watching: '您正在观看：主机上复制的内容不会传到这里。',
    viewOnly: '“仅查看”已开启：主机上复制的内容不会传到这里。',
    policy: '此主机的规则不允许文本从它的剪贴板传出。',
  },
  nothingYet: '主机上还没有复制任何内容。',
  cut: '文本超过 1 MiB，仅显示第一部分，且没有自动复制。',
  copy: '复制到本机',
  copied: '已复制',
  toHost: '发送到 {name}',
  toHostHint: '按“发送”后会放到主机的剪贴板中，然后即可在那里粘贴。',
  to: {
    watching: '您正在观看：不会向主机发送任何内容。',
    viewOnly: '“仅查看”已开启：不会向主机发送任何内容。',
    policy: '此主机的规则不允许文本传入它的剪贴板。',
  },
  tooLongHere: '最多可发送 1 MiB。',
  lostHere: '有 {count, plural, other {# 个字符}}会变成问号：此 VNC 服务器只接受西欧字符。',
  send: '发送到主机',
  sendHere: '发送本机剪贴板的内容',
  sent: '已放到 {name} 的剪贴板中。',
} satisfies Translated<typeof en>;
