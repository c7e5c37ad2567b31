import type en from '../en/sign-in';
import type { Translated } from '../translated';

export default {
  pageTitle: '登录',
  title: '登录',
  note: '登录后即可打开您的机器的控制台。',
  name: '用户名',
  password: '密码',
  submit: '登录',
  refused: {
    wrong: '用户名或密码错误。请检查后重试。',
    busy: '门户正忙于处理其他登录。请几秒后重试。',
    unavailable: '门户无法连接其数据库。请稍后重试；如果问题仍然存在，请告知管理员。',
    failed: '门户未能让您登录。请重试；如果问题仍然存在，请告知管理员。',
  },
  wait: '失败次数过多。{time}后可以重试。',
  waited: '此前失败次数过多。现在可以重试了。',
  setup: {
    pageTitle: '初始设置',
    title: '欢迎',
    note: '此门户还没有用户。请创建第一位管理员。',
    code: '设置码',
    codeHint: '显示在启动门户的终端中。',
    nameHint: '登录时使用。',
    displayName: '您的姓名',
    displayNameHint: '显示给其他人。可以留空。',
    submit: '创建管理员',
    failed: '门户尚未完成设置',
  },
} satisfies Translated<typeof en>;
