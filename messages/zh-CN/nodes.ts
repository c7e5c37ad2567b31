import type en from '../en/nodes';
import type { Translated } from '../translated';

export default {
  title: '节点',
  note: '门户的各个进程及其负载。',
  counts: '当前有 {machines, plural, other {# 台服务器}}，共 {processes, plural, other {# 个进程}}。',
  countsLost: '当前有 {machines, plural, other {# 台服务器}}，共 {processes, plural, other {# 个进程}}，其中 {lost} 个已失联。',
  nav: { label: '会话和节点', consoles: '当前会话', nodes: '节点' },
  stale: '列表不是最新的',
  loading: '正在加载节点',
  none: '还没有进程上报状态',
  noneNote: '每个进程启动后几秒内就会上报。',
  name: {
    worker: '{machine}，工作进程 {worker}',
    twin: '{machine}，工作进程 {worker}（{mark}）',
    unknown: '未知节点（{mark}）',
  },
  worker: '工作进程 {worker}',
  twin: '工作进程 {worker}（{mark}）',
  state: { up: '运行中', draining: '正在退出', lost: '已失联' },
  stateNote: {
    draining: '不接受新会话',
    silent: '已有 {time}没有消息',
    lost: '最后一次消息：<time></time>',
  },
  here: '正在应答您',
  older: '较旧',
  column: {
    process: '进程',
    running: '已运行',
    consoles: '会话',
    cpu: '占用核心数',
    memory: '内存',
    delay: '事件循环延迟（p99）',
    traffic: '流量',
    version: '版本',
  },
  sums: { portal: '整个门户', machine: '{machine}，全部进程' },
  unknown: '–',
  rate: '{size}/秒',
  delay: '{delay} 毫秒',
  consoles: { show: '{count, plural, other {查看 {node} 的 # 个会话}}' },
  versions: {
    title: '正在运行不同的版本',
    body: '{count, plural, other {# 个进程}}的版本低于 {newest}。升级期间这是正常的：新旧版本都能提供服务。升级完成后，所有进程的版本应当一致。',
  },
  lost: {
    title: '{count, plural, other {{machine} 上有 # 个进程已失联}}',
    consoles: '其上的会话已标记为结束（可在<audit>审计</audit>中查看），会话页面会自动在其他进程上重新打开。',
    next: '请检查这台服务器是否在运行、能否连接到数据库，并查看该进程的日志。一旦重新收到消息，它就会自动恢复服务；如果它不再回来，一天后会从此列表中消失。',
  },
  grow: {
    title: '扩展',
    workers: '用上这台服务器的更多核心：将 <code>WORKERS</code> 设为共用其端口的进程数，然后重新启动门户。',
    machines:
      '增加服务器：在每台服务器上启动门户，使用相同的 <code>DATABASE_URL</code>（PostgreSQL）和 <code>AUTH_SECRET</code>，并置于任意负载均衡器之后。它们会自动出现在这里。',
  },
} satisfies Translated<typeof en>;
