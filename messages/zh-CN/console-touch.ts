import type en from '../en/console-touch';
import type { Translated } from '../translated';

export default {
  tools: '触摸工具',
  toolsHint: '屏幕底部的工具栏：触摸键盘、它所缺少的按键、右键单击和触控板',
  keyboard: '触摸键盘',
  field: '向控制台输入',
  keys: '触摸键盘上没有的按键',
  keyRow: '按键',
  functionKeys: '功能键',
  once: '{key}，用于下一个按键',
  locked: '{key}，已按住',
  arrow: { left: '向左', right: '向右', up: '向上', down: '向下' },
  rightClick: '下一次轻点为右键单击',
  trackpad: '触控板',
  trackpadHint: '像笔记本电脑那样用手指移动指针。轻点：单击。双指：轻点为右键单击，拖动为滚动，捏合为缩放。轻点后拖动：拖动。',
  clipboard: '剪贴板',
  commands: '所有命令',
  hide: '隐藏触摸工具',
} satisfies Translated<typeof en>;
