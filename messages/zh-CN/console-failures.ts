import type en from '../en/console-failures';
import type { Translated } from '../translated';

export default {
  code: {
    host_unreachable: {
      title: '主机拒绝连接',
      message: '该地址上没有服务在监听：机器或其 VNC 服务器没有运行。',
      next: '请启动它。本页面会持续重试并自动恢复。',
    },
    host_timeout: {
      title: '主机没有应答',
      message: '在时限内没有收到应答：主机已关机、非常繁忙，或防火墙丢弃了连接。',
      next: '请检查主机是否开机，以及门户能否访问它。本页面会持续重试并自动恢复。',
    },
    host_closed: {
      title: '主机关闭了连接',
      message: '机器重新启动了，或其 VNC 服务器已退出。',
      next: '本页面会持续重试并自动恢复。',
    },
    host_silent: {
      title: '主机没有任何响应',
      message: '它接受了连接，但 VNC 服务器尚未发送任何内容。',
      next: '请检查该地址后面的 VNC 服务器是否在运行。本页面会持续重试并自动恢复。',
    },
    not_arrived: {
      title: '连接未到达门户',
      message: '门户有应答，但此连接没有到达：门户可能正在重新启动。',
      next: '本页面会持续重试并自动恢复。',
    },
    draining: {
      title: '门户正在重新启动',
      message: '在恢复之前它不接受新的控制台，通常只需几秒钟。',
      next: '本页面会持续重试并自动恢复。',
    },
    unavailable: {
      title: '门户出现故障',
      message: '门户目前无法访问其数据库。',
      next: '本页面会持续重试并自动恢复。如果问题持续，请告知管理员。',
    },
    connection_lost: {
      title: '连接已断开',
      message: '此浏览器与门户之间的网络中断了。',
      next: '本页面会持续重试并自动恢复。',
    },
    portal_unreachable: {
      title: '无法访问门户',
      message: '门户没有应答此浏览器：中间的网络或门户本身出现故障。',
      next: '请检查您的网络或 VPN。本页面会持续重试并自动恢复。',
    },
    offline: {
      title: '此设备处于离线状态',
      message: '目前没有网络。',
      next: '网络恢复后，控制台会立即自动恢复。',
    },
    left: {
      title: '已断开连接',
      message: '您关闭了此控制台。机器仍在运行。',
      next: '您可以随时重新连接。',
    },
    handed_over: {
      title: '已断开连接',
      message: '您已将此主机让给 {said}。机器仍在运行。',
      next: '等对方用完后再重新连接；在此之前您只能观看。',
    },
    signed_out: {
      title: '您已退出登录',
      message: '您的登录已结束或被撤销，因此门户关闭了此控制台。',
      next: '请重新登录，之后会直接回到这里。',
    },
    not_signed_in: {
      title: '您已退出登录',
      message: '您的登录已结束，因此门户不会打开此控制台。',
      next: '请重新登录，之后会直接回到这里。',
    },
    ended_by_administrator: {
      title: '管理员结束了此控制台',
      message: '这是有意为之，也许是为了接管此主机。',
      next: '再次打开之前请先询问管理员。您在机器上所做的一切保持不变。',
    },
    access_revoked: {
      title: '您不能再使用此主机',
      message: '您对它的访问权限已被取消或减少，因此门户关闭了此控制台。',
      next: '如仍有需要，请联系管理员。您在机器上所做的一切保持不变。',
    },
    access_unknown: {
      title: '无法核实您的访问权限',
      message: '门户有一段时间无法读取谁可以使用此主机，为安全起见关闭了此控制台。',
      next: '请稍后重试。如果持续如此，请告知管理员。',
    },
    access_ended: {
      title: '您使用此主机的时间已到',
      message: '您对它的访问权限设有截止日期或时段，现已到期，因此门户关闭了此控制台。',
      next: '请在允许的时段重试，或联系管理员。您在机器上所做的一切保持不变。',
    },
    idle: {
      title: '因长时间无操作而暂停',
      message: '一段时间内没有键盘或鼠标操作，因此门户关闭了此控制台。',
      next: '恢复后即可从原处继续。',
    },
    host_changed: {
      title: '主机已被修改',
      message: '管理员更改了它的连接方式，或将其移除。',
      next: '请重新打开以使用新的设置。',
    },
    message_not_allowed: {
      title: '门户终止了此控制台',
      message: '此浏览器发送了任何规则都不允许的内容。',
      next: '请重新加载页面。如果再次发生，请告知管理员。',
    },
    host_not_found: {
      title: '没有此主机',
      message: '它已被移除，或您的账户无权打开它。',
      next: '请向管理员申请访问权限。',
    },
    forbidden: {
      title: '您无权打开此主机',
      message: '您的账户没有访问权限。',
      next: '请向管理员申请访问权限。',
    },
    fresh_factor_needed: {
      title: '此主机需要您的双重验证',
      message: '打开它之前，必须在最近几分钟内完成过双重验证。',
      next: '请现在验证，之后控制台将打开。',
    },
    foreign_origin: {
      title: '门户是用其他地址打开的',
      message: '门户只接受来自其自身地址的页面的控制台，而此页面来自另一个地址。',
      next: '请用门户平常的地址打开它。如果这就是平常的地址，管理员需要将 PUBLIC_URL 设置为该地址。',
    },
    too_many_consoles_user: {
      title: '打开的控制台过多',
      message: '您已达到每人可打开的控制台数量上限。',
      next: '请关闭一个不再需要的控制台，然后重试。',
    },
    too_many_consoles_host: {
      title: '此主机上的控制台过多',
      message: '连接到它的人数已达到上限。',
      next: '请等待有人离开，或请管理员结束一个控制台。',
    },
    too_many_consoles: {
      title: '门户已满',
      message: '打开的控制台数量已达到上限。',
      next: '请稍后重试，或请管理员结束一些控制台。',
    },
    host_name_not_found: {
      title: '主机的名称未知',
      message: '门户向其域名服务器查询了该地址，但没有结果。',
      next: '请检查主机地址的拼写，或填写 IP 地址。',
    },
    host_not_websocket: {
      title: '应答的不是 WebSocket',
      message: '该地址有应答，但不是 websockify 或 QEMU 的 WebSocket。',
      next: '请检查主机的地址、端口和路径。',
    },
    certificate_self_signed: {
      title: '主机的证书是自签名的',
      message: '门户无法分辨此主机与冒充者。',
      next: '请在门户中为此主机提供其 CA 证书，或允许它使用任意证书。',
    },
    certificate_wrong_name: {
      title: '主机的证书属于另一个名称',
      message: '证书中没有门户所连接的地址。',
      next: '请更正地址，或在主机中填写证书的名称。',
    },
    certificate_expired: {
      title: '主机的证书不在有效期内',
      message: '证书已过期或尚未生效。',
      next: '请更新证书，并检查主机的时钟。',
    },
    certificate_untrusted: {
      title: '主机的证书不受信任',
      message: '没有门户所知的机构为其签名。',
      next: '请在门户中为此主机提供其 CA 证书。',
    },
    certificate_changed: {
      title: '这可能不是您的主机',
      message: '它出示的证书或密钥与门户记住的不同：可能有人在中间窃听。',
      next: '请勿继续。请告知管理员，由其查明更改的原因。只有在确定是有意更新时，才可以在此主机的设置中移除已记住的证书。',
    },
    host_key_unknown: {
      title: '主机的密钥未知',
      message: '它用一个无人签名的密钥证明自己，而门户不认识该密钥。',
      next: '管理员可以在此主机的 TLS 设置中让门户记住主机首次出示的密钥。',
    },
    tls_failed: {
      title: '无法与主机建立安全连接',
      message: '门户与主机未能就 TLS 达成一致。',
      next: '请检查主机在该端口上是否使用 TLS：也许应使用 ws:// 而不是 wss://。',
    },
    target_not_allowed: {
      title: '主机的地址不被允许',
      message: '门户的规则禁止连接该地址。',
      next: '管理员可以在 ALLOWED_TARGETS 中允许它。',
    },
    not_supported: {
      title: '尚不支持录制',
      message: '此主机要求录制其控制台，而门户目前还不能录制。',
      next: '管理员可以为此主机关闭录制。',
    },
    host_not_rfb: {
      title: '应答的不是 VNC 服务器',
      message: '该地址有应答，但使用的不是 VNC 协议。',
      next: '请检查主机的地址和端口：VNC 显示器监听 5900 及以上端口，websockify 的地址以 ws:// 开头。',
    },
    host_version: {
      title: '主机使用未知版本的 VNC 协议',
      message: '门户支持 3.3 到 5.0 版本。',
      next: '请更新此主机的 VNC 服务器。',
    },
    host_repeater: {
      title: '应答的是中继器',
      message: '它需要知道要连接其后面的哪台服务器。',
      next: '请为主机填写 vnc+repeater://host:port?id=ID 形式的地址，其中 ID 为该服务器的 ID。',
    },
    host_protocol: {
      title: '主机发送了无法解读的内容',
      message: '其 VNC 服务器发送了协议不允许的内容。',
      next: '请检查该地址上监听的是什么，并更新 VNC 服务器。',
    },
    host_drops_login: {
      title: '主机在登录之前就断开连接',
      message: '其 VNC 服务器连续多次挂断。继续尝试可能会使门户被锁定。',
      next: '请查看 VNC 服务器的日志，然后重试。',
    },
    host_login_failed: {
      title: '主机拒绝了已保存的凭据',
      message: 'VNC 服务器不接受为此主机保存的用户名或密码。',
      next: '管理员可以在此主机的设置中更正它们。更正之前请勿重试：服务器会累计失败次数。',
    },
    host_login_needed: {
      title: '主机要求提供凭据',
      message: '此主机没有保存凭据，也没有人提供。',
      next: '请重试并填写主机所要求的内容，或请管理员为主机保存凭据。',
    },
    host_login_blocked: {
      title: '暂时不连接此主机',
      message: '它拒绝了上一次登录，因此门户暂不连接它：服务器会锁定失败次数过多的一方。',
      next: '请趁此查找正确的凭据。如果凭据保存在此主机中，管理员可以更正它们。',
    },
    host_login_paused: {
      title: '请稍后再打开此主机',
      message: '最近几次为您登录此主机都没有完成。VNC 服务器会累计这类连接，几次之后就会锁定所有人。',
      next: '等待结束后请重新打开，并等到画面出现。',
    },
    host_not_approved: {
      title: '主机那边没有人同意',
      message: '需要有人在那台机器前同意此连接。对方拒绝了，或一分钟内没有回应。',
      next: '请先与使用该机器的人联系，然后重试。每次尝试都会询问对方一次。',
    },
    approval_lost: {
      title: '与主机的连接已中断',
      message: '那台机器前的人需要同意每一次连接，因此本页面不会自动重新连接。',
      next: '请在对方准备好后重试：每次尝试都会再询问对方一次。',
    },
    host_locked_out: {
      title: '主机不允许任何人登录',
      message: '登录失败次数过多之后，其 VNC 服务器会在一段时间内拒绝所有登录，无论对错。',
      next: '请等待几分钟，或重新启动 VNC 服务器；下次尝试之前请检查凭据。',
    },
    host_no_security: {
      title: '没有双方都支持的登录方式',
      message: 'VNC 服务器没有提供门户可以使用的登录方式。',
      next: '管理员可以为此主机保存凭据，或允许不带证书的 TLS；也可以让服务器提供 VncAuth 或 VeNCrypt。',
    },
    host_dialect: {
      title: '主机使用 VNC 的方言',
      message: '它的问候类似 VNC 服务器，但所声明的版本只有其专用的查看器才支持。',
      next: '请使用机器自带的控制台，或在其上运行使用 RFB 3.8 的 VNC 服务器。',
    },
    host_not_verified: {
      title: '主机没有证明自己的身份',
      message: '此主机设置了证书或密钥，而 VNC 服务器没有提供能够证明它的登录方式。可能有人在中间冒充。',
      next: '在管理员查明原因之前，请勿为此主机在别处输入密码。如果服务器从未有过证书，管理员可以在 TLS 选项中将其移除。',
    },
    host_password_unprotected: {
      title: '主机无法保护密码',
      message: '它提供的登录方式都会让应答方读取密码。',
      next: '管理员可以在此主机的“VNC 登录”中允许这样做，或让服务器提供 TLS。',
    },
    host_refused: {
      title: '主机拒绝了连接',
      message: '其 VNC 服务器中止了握手。',
      next: '请在服务器上检查允许谁连接。如果它提到失败次数过多，请等待几分钟再重试。',
    },
    host_refused_saying: {
      title: '主机拒绝了连接',
      message: '它的答复：“{said}”',
      next: '请在服务器上检查允许谁连接。如果它提到失败次数过多，请等待几分钟再重试。',
    },
    host_in_use: {
      title: '其他人正在使用此主机',
      message: '此主机一次只允许一个人使用。',
      next: '您可以在没有键盘和鼠标的情况下观看，或询问对方能否让给您。主机空闲时，本页面会告知您。',
    },
    security_unsupported: {
      title: '没有双方都支持的登录方式',
      message: 'VNC 服务器只提供浏览器无法使用的安全类型，例如 VNC 内的 TLS。',
      next: '请在 VNC 服务器上允许 None 或 VncAuth；与门户之间的连接已受到保护。',
    },
    key_needs_https: {
      title: '主机无法在此证明自己',
      message: '它用密钥证明自己，而此浏览器只能在 https 页面上检查该密钥。',
      next: '请通过 https 打开门户。',
    },
    not_vnc: {
      title: '应答的不是 VNC 服务器',
      message: '它的开头不符合 VNC 服务器的方式。',
      next: '请检查主机的地址和端口。',
    },
    protocol: {
      title: '主机发送了无法解读的内容',
      message: '本页面无法理解 VNC 服务器发送的内容。',
      next: '请重试。如果再次发生，请更新 VNC 服务器或更改其设置。',
    },
    host_key_refused: {
      title: '未连接',
      message: '您没有接受此主机的密钥。',
      next: '连接之前，请与主机的管理员核对密钥。',
    },
    upgrade_blocked: {
      title: '连接未到达门户',
      message: '页面可以打开，但其 WebSocket 不通：中间的反向代理可能没有转发 WebSocket 升级请求。',
      next: '代理的维护者需要为 /vnc/ 转发 Upgrade 和 Connection 请求头。门户的 README 说明了 nginx 和 Caddy 的做法。',
    },
    answer_lost: {
      title: '门户的应答没有送达',
      message: '门户打开了控制台，但中间的反向代理没有放行 WebSocket。',
      next: '代理的维护者需要为 /vnc/ 转发 Upgrade 和 Connection 请求头。门户的 README 说明了 nginx 和 Caddy 的做法。',
    },
    client_failed: {
      title: '控制台无法启动',
      message: '本页面的一部分未能加载，或无法在此浏览器中运行。',
      next: '请重新加载页面。如果再次发生，请使用较新的浏览器。',
    },
    internal: {
      title: '门户未能打开控制台',
      message: '门户遇到了意外错误。',
      next: '请重试。如果再次发生，管理员可在日志中找到原因。',
    },
    unknown: {
      title: '无法打开控制台',
      message: '门户没有给出本页面所知的原因。',
      next: '请重试。如果再次发生，管理员可在日志中找到原因。',
    },
  },
} satisfies Translated<typeof en>;
