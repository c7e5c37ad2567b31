import type en from '../en/common';
import type { Translated } from '../translated';

export default {
  close: '关闭',
  cancel: '取消',
  continue: '继续',
  tryAgain: '重试',
  notDone: '操作未成功',
  copied: '已复制',
  justNow: '刚刚',
  since: '自 {time} 起',
  passwordRule: '{count, plural, other {至少 # 个字符。}}',
  showPassword: '显示或隐藏输入内容',
  language: {
    label: '语言',
    current: '语言：{name}',
    browser: '跟随浏览器',
    notKept: '语言未更改',
  },
  colorScheme: {
    label: '浅色或深色',
    light: '浅色',
    dark: '深色',
    auto: '跟随系统',
    notKept: '外观仅保存在此浏览器中',
  },
  broken: {
    title: '此页面出错了',
    body: '门户遇到了意外错误。请重试；如果仍然出错，管理员可在日志中找到原因。',
    bodyWithDigest: '门户遇到了意外错误。请重试；如果仍然出错，管理员可在日志中按 {digest} 找到原因。',
  },
  lost: {
    pageTitle: '未找到',
    title: '这里什么也没有',
    body: '地址可能有误，或者此页面仅供管理员使用。请返回主机列表，或向管理员申请访问权限。',
    toHosts: '前往主机列表',
  },
  portal: { description: '在浏览器中打开您的机器的控制台。' },
} satisfies Translated<typeof en>;
