/** What is wrong with a file of hosts. What is wrong with a field of a host is told by `fields`. */
export default {
  line: 'line {line}',
  theFile: 'the file',
  atLine: 'line {line}: {problem}',
  idTwice: 'This id stands in the file twice.',
  nothingLeft: 'It has no hosts: pruning would remove all of them.',
  tooLarge: 'The file is too large for a list of hosts.',
  csvEmpty: 'The file is empty. Its first line has to name the columns, such as id,name,targets.',
  columnNames: 'each column needs a name of its own',
  manyValues: 'there are more values than columns',
  afterQuote: 'something stands between a closing quote and the next separator',
  openQuote: 'a quote is opened and never closed',
  innerQuote: 'a quote stands inside a value: put the whole value in quotes and double it',
  yaml: 'this is not valid YAML ({problem})',
  noList: 'The file has to be a list of hosts, each beginning with "- id:".',
  alias: 'One of the aliases (*name) in the file leads nowhere, or to too much.',
} as const;
