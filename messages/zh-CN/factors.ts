import type en from '../en/factors';
import type { Translated } from '../translated';

export default {
  method: {
    totp: {
      label: '身份验证器应用中的验证码',
      hint: '六位数字，每 30 秒更换一次。',
      instead: '改用身份验证器应用',
    },
    passkey: {
      note: '浏览器会要求您使用指纹、面容、PIN 或安全密钥。',
      use: '使用通行密钥',
      instead: '改用通行密钥',
    },
    recovery: {
      label: '恢复代码',
      hint: '您保存的恢复代码之一。每个只能使用一次。',
      instead: '改用恢复代码',
    },
  },
  ask: {
    submit: '继续',
    empty: '请先输入验证码。',
    otherWays: '其他方式',
    passkeyNotHere: '此账户使用通行密钥验证，但此浏览器或门户的此地址无法使用它。请使用较新的浏览器，通过 https 以域名打开门户。',
  },
  fresh: {
    factor: {
      title: '请再次完成双重验证',
      note: '距离上次验证已超过 15 分钟，或者本次登录尚未验证。',
    },
    password: {
      title: '请再次输入密码',
      note: '距离您上次输入密码已超过 15 分钟。',
      label: '密码',
      empty: '请输入密码。',
      failed: '未能验证密码',
    },
    signIn: {
      title: '请重新登录',
      note: '您登录已超过 15 分钟，而且您的账户在此门户没有密码。请重新登录，然后再次执行该操作。',
      action: '重新登录',
      failed: '您仍处于原来的登录状态',
    },
    unreadable: '无法读取您的双重验证方式',
    none: '您的账户还没有设置双重验证。请先在账户页面添加，然后再回来。',
    toAccount: '前往账户页面',
  },
  passkey: {
    cancelled: '未出示通行密钥：操作被取消或超时。请重试。',
    known: '此设备上已有您账户的通行密钥。',
    unfit: '此浏览器或设备不支持通行密钥所需的功能。请换一个试试。',
    address: '门户的此地址无法使用通行密钥。请通过 https 以域名打开门户。',
    failed: '浏览器无法使用该通行密钥。请重试。',
  },
  enrol: {
    choose: '选择方式',
    totp: '身份验证器应用',
    passkey: '通行密钥',
    passkeyNote: '保存在此设备、您的密码管理器或安全密钥中。有了它，您还可以不输入用户名和密码直接登录。',
    passkeyNotHere: '通行密钥需要通过 https 以域名打开门户，并使用较新的浏览器。',
    passkeyName: '通行密钥的名称',
    passkeyNameHint: '便于您日后辨认。可以留空。',
    passkeyNameExample: '我的笔记本电脑',
    makePasskey: '创建通行密钥',
    notBegun: '无法生成密钥',
    scan: '请用身份验证器应用扫描，或在应用中手动输入密钥。',
    qr: '包含身份验证器密钥的二维码',
    secret: '密钥',
    copySecret: '复制密钥',
    code: '应用当前显示的验证码',
    confirm: '使用此应用',
    failed: '未能添加',
  },
  recovery: {
    title: '您的恢复代码',
    note: '当您无法使用其他双重验证方式时，每个恢复代码可代替一次。它们不会再次显示：请保存在他人看不到的地方，不要放在同一设备上。',
    copy: '复制',
    copied: '已复制',
    download: '下载',
    print: '打印',
    kept: '我已保存',
    list: '恢复代码',
    fileName: 'vnc-portal 恢复代码 {name}.txt',
    heading: '{name} 在 {address} 的恢复代码',
  },
} satisfies Translated<typeof en>;
