import type en from '../en/keyboard-layouts';
import type { Translated } from '../translated';

export default {
  us: '英语（美国）',
  gb: '英语（英国）',
  de: '德语',
  ch: '德语（瑞士）',
  fr: '法语',
  be: '法语（比利时）',
  es: '西班牙语',
  it: '意大利语',
  pt: '葡萄牙语',
  br: '葡萄牙语（巴西）',
  jp: '日语',
  se: '瑞典语',
  no: '挪威语',
  dk: '丹麦语',
  fi: '芬兰语',
  pl: '波兰语',
} satisfies Translated<typeof en>;
