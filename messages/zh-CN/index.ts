import common from './common';
import keyboardLayouts from './keyboard-layouts';
import groups from './groups';
import hostForm from './host-form';
import hostImport from './host-import';
import hosts from './hosts';
import consoleBar from './console-bar';
import consoleClipboard from './console-clipboard';
import consoleKeyboard from './console-keyboard';
import consoleTouch from './console-touch';
import consolePeople from './console-people';
import consoleFailures from './console-failures';
import consoleCards from './console-cards';
import consolePicture from './console-picture';
import palette from './palette';
import access from './access';
import account from './account';
import audit from './audit';
import nodes from './nodes';
import people from './people';
import sessions from './sessions';
import shell from './shell';
import signIn from './sign-in';
import factors from './factors';
import api from './api';
import errors from './errors';
import fields from './fields';
import hostStatus from './host-status';
import hostTest from './host-test';
import importFindings from './import-findings';
import refusals from './refusals';
import vncNotes from './vnc-notes';

export default {
  common,
  keyboardLayouts,
  hosts,
  hostForm,
  hostImport,
  consoleBar,
  consoleClipboard,
  consoleKeyboard,
  consoleTouch,
  consolePeople,
  consoleFailures,
  consoleCards,
  consolePicture,
  palette,
  access,
  account,
  audit,
  groups,
  nodes,
  people,
  sessions,
  shell,
  signIn,
  factors,
  api,
  errors,
  fields,
  hostStatus,
  hostTest,
  importFindings,
  refusals,
  vncNotes,
};
