import type en from '../en/import-findings';
import type { Translated } from '../translated';

export default {
  line: '第 {line} 行',
  theFile: '文件',
  atLine: '第 {line} 行：{problem}',
  idTwice: '此 ID 在文件中出现了两次。',
  nothingLeft: '文件中没有主机：清理会删除所有主机。',
  tooLarge: '作为主机列表，此文件过大。',
  csvEmpty: '文件为空。第一行必须是列名，例如 id,name,targets。',
  columnNames: '每一列都需要各自的名称',
  manyValues: '值的数量多于列数',
  afterQuote: '右引号与下一个分隔符之间有多余内容',
  openQuote: '引号没有闭合',
  innerQuote: '值的中间有引号：请将整个值放在引号内，并将其中的引号写两次',
  yaml: '这不是有效的 YAML（{problem}）',
  noList: '文件必须是主机列表，每个主机以“- id:”开头。',
  alias: '文件中有一个别名（*name）没有指向任何内容，或者指向的内容过多。',
} satisfies Translated<typeof en>;
