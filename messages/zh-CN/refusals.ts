import type en from '../en/refusals';
import type { Translated } from '../translated';

export default {
  code: {
    bad_request: {
      message: '该请求不是有效的 WebSocket 升级请求。',
      next: '请使用浏览器，或遵循 RFC 6455 的 WebSocket 客户端。',
    },
    not_signed_in: {
      message: '您尚未登录，或者登录已失效。',
      next: '请重新登录。',
    },
    foreign_origin: {
      message: '该请求不是来自本门户的页面。',
      next: '请用门户自己的地址打开它。管理员可能需要将 PUBLIC_URL 设为大家访问时输入的地址。',
    },
    fresh_factor_needed: {
      message: '此主机要求您在最近几分钟内完成过双重验证。',
      next: '请完成双重验证后再次打开该主机。API 令牌无法打开它。',
    },
    not_found: {
      message: '此地址没有控制台。',
      next: '请返回主机列表。',
    },
    host_not_found: {
      message: '没有此主机，或者您无权打开它。',
      next: '请返回主机列表，或向管理员申请访问权限。',
    },
    method_not_allowed: {
      message: '控制台需用 GET 请求打开。',
      next: '请使用 WebSocket 客户端。',
    },
    upgrade_required: {
      message: '此地址只支持 WebSocket 版本 13。',
      next: '请改为打开控制台页面。',
    },
    too_many_consoles_user: {
      message: '您打开的控制台已达到每人上限。',
      next: '请关闭其中一个控制台后重试。',
    },
    too_many_consoles_host: {
      message: '此主机的连接人数已达到上限。',
      next: '请等待有人离开，或请管理员提高上限。',
    },
    host_in_use: {
      message: '有人正在使用此主机，而它一次只允许一个人使用。',
      next: '您可以仅查看而不控制、请对方离开，或者（作为管理员）结束对方的控制台再打开您自己的。',
    },
    too_many_consoles: {
      message: '门户中打开的控制台已达到上限。',
      next: '请稍后再试，或请管理员提高 MAX_CONSOLES。',
    },
    host_unreachable: {
      message: '主机拒绝了连接，或无法访问。',
      next: '请检查机器及其 VNC 服务器或 websockify 是否在运行，以及端口是否正确。',
    },
    host_name_not_found: {
      message: '门户的域名解析器找不到此主机名。',
      next: '请检查地址的拼写，或改用 IP 地址。',
    },
    host_not_websocket: {
      message: '主机有应答，但不是 WebSocket 服务器。',
      next: '请检查地址中的路径（通常是 /websockify），并确认端口是 websockify 的端口，而不是 VNC 的端口。',
    },
    certificate_self_signed: {
      message: '主机的证书是自签名的，没有任何机构为其担保。',
      next: '请在该主机的 TLS 选项中将此证书设为 CA，或接受任何证书。',
    },
    certificate_wrong_name: {
      message: '主机证书上的名称与地址不一致。',
      next: '请使用证书上的名称作为地址，或在该主机的 TLS 选项中设置服务器名称。',
    },
    certificate_expired: {
      message: '主机的证书已过期或尚未生效。',
      next: '请更新主机上的证书，并检查两台机器的时钟。',
    },
    certificate_untrusted: {
      message: '签发主机证书的 CA 不为门户所知。',
      next: '请在该主机的 TLS 选项中提供其 CA 证书。',
    },
    tls_failed: {
      message: '与主机的 TLS 连接失败。',
      next: '请检查该端口是否使用 TLS（wss://）；不加密的端口用 ws://。',
    },
    certificate_changed: {
      message: '主机出示的证书与之前记住的不同：中间可能有人拦截。',
      next: '在管理员查明原因之前，请不要打开任何内容。如果证书是有意更换的，请清除该主机已记住的证书。',
    },
    host_key_unknown: {
      message: '主机出示了一个无人签名的密钥（RealVNC 服务器即是如此），而门户不认识它。',
      next: '请在该主机的 TLS 选项中选择信任它首次出示的密钥。',
    },
    host_not_rfb: {
      message: '主机有应答，但使用的不是 VNC 协议。',
      next: '请检查端口：VNC 显示监听 5900 及以上的端口。websockify 的地址以 ws:// 开头。',
    },
    host_version: {
      message: '主机使用的 VNC 协议版本不为门户所知。',
      next: '请更新它的 VNC 服务器。',
    },
    host_dialect: {
      message: '该主机使用门户不支持的 VNC 方言。',
      next: '请使用机器自带的控制台，或在其上运行使用 RFB 3.8 的 VNC 服务器。',
    },
    host_repeater: {
      message: '该主机是中继，需要知道要连接到哪台服务器。',
      next: '请将地址写成 vnc+repeater://host:port?id=ID，其中 ID 是其后方服务器的 ID。',
    },
    host_refused: {
      message: 'VNC 服务器拒绝了连接。',
      next: '它的原话见上文。请在它的设置中检查允许谁连接。',
    },
    host_no_security: {
      message: 'VNC 服务器没有提供门户可以使用的登录方式。',
      next: '请存储它要求的凭据，或在该主机的 TLS 选项中允许无证书的 TLS，或让服务器提供 VncAuth 或 VeNCrypt。',
    },
    host_not_verified: {
      message: '该主机没有提供能够证明所设证书或密钥的登录方式：可能有人在中间冒充。',
      next: '请让服务器提供带证书的 VeNCrypt（或带密钥的 RSA-AES）。如果它从未有过证书或密钥，管理员可以在该主机的 TLS 选项中移除 CA、证书或密钥。',
    },
    host_password_unprotected: {
      message: '该主机只接受会让应答方读取密码的登录方式。',
      next: '请让服务器提供带 TLS 的 VeNCrypt，或通过 TLS（vncs:// 或 wss://）连接它，或由管理员在该主机的“VNC 登录”中允许不保护密码的登录方式。如果服务器另有 VNC 密码，请移除用户名。',
    },
    host_login_needed: {
      message: 'VNC 服务器要求凭据，但没有已存储的凭据。',
      next: '请在控制台页面打开该主机，页面会要求输入凭据；也可以将凭据与主机一起存储。',
    },
    host_login_failed: {
      message: 'VNC 服务器拒绝了用户名或密码。',
      next: '请检查与主机一起存储的凭据，或您输入的凭据。',
    },
    host_login_blocked: {
      message: 'VNC 服务器拒绝了上一次登录，因此门户暂时不再尝试：失败次数过多时，服务器会锁定登录者。',
      next: '请更正与主机一起存储的凭据，或等待一段时间。',
    },
    host_login_paused: {
      message: '您多次在此主机登录完成之前离开，因此门户要等待一段时间，才会再次为您连接。',
      next: '请稍等，然后重新打开此主机，并等到画面出现。在此期间，其他人仍可打开它。',
    },
    host_not_approved: {
      message: '此主机需要有人在机器前同意连接，但没有人同意。',
      next: '请联系正在使用该机器的人同意连接，然后重试。',
    },
    host_locked_out: {
      message: '由于登录失败次数过多，VNC 服务器拒绝继续登录。',
      next: '请等待几分钟，或重启 VNC 服务器，并在再次尝试前检查已存储的凭据。',
    },
    host_closed: {
      message: '主机关闭了连接。',
      next: '它可能正在重启；控制台会自动重新连接。如果没有恢复，请检查机器及其 VNC 服务器。',
    },
    host_protocol: {
      message: 'VNC 服务器发送了协议不允许的内容。',
      next: '请检查该端口上监听的是什么程序，并更新 VNC 服务器。',
    },
    target_not_allowed: {
      message: '该主机的地址不在门户允许连接的范围内。',
      next: '请让运行门户的人扩充 ALLOWED_TARGETS，或更改地址。',
    },
    not_supported: {
      message: '尚不支持录制，而此主机要求录制。',
      next: '在支持之前，请让管理员为此主机关闭录制。',
    },
    draining: {
      message: '门户正在重启。',
      next: '请等待几秒钟；控制台会自动重新连接。',
    },
    unavailable: {
      message: '门户无法连接其数据库，因此不能打开控制台。',
      next: '请稍后重试；如果问题持续，请告知管理员。',
    },
    internal: {
      message: '门户未能打开控制台。',
      next: '请重试；如果问题持续，管理员可在日志中找到原因。',
    },
    host_timeout: {
      message: '主机没有及时应答。',
      next: '请检查机器是否在运行，以及是否有防火墙丢弃了连接。',
    },
  },
  ended: {
    signed_out: {
      message: '您已退出登录，因此您的控制台已关闭。',
      next: '请重新登录。',
    },
    access_revoked: {
      message: '您对此主机的访问权限已被取消或更改。',
      next: '请重新打开该主机，查看您还能做什么，或向管理员申请访问权限。',
    },
    access_ended: {
      message: '您使用此主机的时间已到：您的访问权限有截止时间或限定时段。',
      next: '请在允许的时段再来，或向管理员申请更多时间。',
    },
    access_unknown: {
      message: '门户无法确认您是否仍可使用此主机，因此关闭了控制台。',
      next: '请稍后重新打开；如果问题持续，请告知管理员。',
    },
    message_not_allowed: {
      message: '查看器发送了此主机的规则所不允许的消息。',
      next: '请重新加载页面；如果再次出现，请告知管理员。',
    },
    idle: {
      message: '一段时间内没有任何键盘或鼠标操作，因此门户关闭了此会话。',
      next: '重新打开主机，即可从原处继续。',
    },
    host_stopped: {
      message: '主机不再接收您的键盘、鼠标或粘贴内容，因此门户关闭了此会话。',
      next: '请重新打开该主机。如果仍然没有反应，说明它已暂停或停止响应：请重启它，或联系其负责人。',
    },
    host_changed: {
      message: '管理员更改了此主机的连接方式，或已将其移除。',
      next: '请重新打开主机以使用新的设置。',
    },
    ended_by_administrator: {
      message: '{name} 结束了此控制台。',
      saying: '{name} 结束了此控制台，并留言：{message}',
      next: '重新打开之前，请先联系 {name}。',
    },
  },
  told: '{message}（{said}）',
  until: '直到 {time}',
  holder: '{name}，自 {time} 起',
  knownBefore: '之前已经查明，未再尝试',
} satisfies Translated<typeof en>;
