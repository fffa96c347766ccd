account-opened = 【{ $tenant }】已为您开通账号。账号：{ $login } 初始密码：{ $password } 请在 72 小时内登录并设置新密码：{ $url } 请勿转发此消息。
account-opened-subject = 您的账号已开通
identity-bound = 【{ $tenant }】已为您的账号 { $login } 添加新身份。请照常用原密码登录，在头像处切换身份：{ $url }
offered = 【{ $tenant }】邀请您使用其服务。{ $login } 已有账号，请用它登录（忘记密码可找回），接受或谢绝：{ $url }
offered-subject = { $tenant }邀请您使用其服务
identity-bound-subject = 您的账号已可用于{ $tenant }
password-reset = 【{ $tenant }】您的密码已重置。账号：{ $login } 初始密码：{ $password } 请在 72 小时内登录并设置新密码：{ $url } 请勿转发此消息。
password-reset-subject = 您的密码已重置
reset-code = 【{ $tenant }】您的找回密码验证码是 { $code }，10 分钟内有效。我们不会向您索要验证码；如非本人操作，请忽略。
reset-code-subject = 找回密码验证码
password-changed = 【{ $tenant }】您的密码已通过验证码重新设置。如非本人操作，请立即自行找回密码：{ $url }
password-changed-subject = 您的密码已重新设置
second-factor-changed =
    【{ $tenant }】{ $change ->
        [enrolled] 两步验证已开启，今后登录需要输入验证器应用的验证码。
        [disabled] 两步验证已关闭。
        [reset] 管理员已关闭您的两步验证，您已在所有设备上退出登录。
        [recovery_code_used] 有人使用恢复码登录了您的账号。
       *[recovery_codes_renewed] 已生成新的恢复码，旧的恢复码全部失效。
    }如非本人操作，请立即修改密码并联系我们：{ $url }
second-factor-changed-subject = 您的两步验证
address-code = 【{ $tenant }】您的账号绑定验证码是 { $code }，10 分钟内有效。我们不会向您索要验证码；如非本人操作，请忽略。
address-code-subject = 账号绑定验证码
address-changed = 【{ $tenant }】您的账号已绑定新的联系方式 { $address }，其他设备已退出登录。如非本人操作，请立即联系我们：{ $url }
address-changed-subject = 您的账号已绑定新的联系方式
shared-use =
    { $name }的账号正在两个地方同时使用：{ $before } 和 { $now }。

    一个账号仅限一人使用。请查看其登录设备；如有他人在用，请强制下线并重置密码：{ $url }

    { $tenant }
shared-use-subject = 账号疑似多人共用：{ $name }
request-submitted =
    { $applicant }申请为联系人“{ $contact }”开通外部账号。

    备注：{ $remark }

    任意一位审批人通过即可，请前往“客户 > 开通申请”处理：{ $url }

    { $tenant }
request-submitted-subject = 外部账号开通申请：{ $contact }
request-approved =
    您为联系人“{ $contact }”提交的外部账号开通申请已由{ $decider }通过，账号和初始密码已发送给联系人。

    { $tenant }
request-approved-subject = 已通过：{ $contact }的外部账号
request-rejected =
    您为联系人“{ $contact }”提交的外部账号开通申请被{ $decider }驳回。

    驳回原因：{ $reason }

    您可以修改后重新申请：{ $url }

    { $tenant }
request-rejected-subject = 已驳回：{ $contact }的外部账号
ticket-submitted = 【{ $tenant }】已收到您的工单“{ $title }”，正在“{ $queue }”排队。查看排队进度：{ $url }
ticket-submitted-subject = 已收到工单：{ $title }
ticket-accepted = 【{ $tenant }】您的工单“{ $title }”已由{ $acceptor }受理。查看进度：{ $url }
ticket-accepted-subject = 工单已受理：{ $title }
ticket-submitted-place = 【{ $tenant }】已收到您的工单“{ $title }”，正在“{ $queue }”排队，目前排在第 { $position } 位，共 { $waiting } 个等待受理。查看排队进度：{ $url }
ticket-came-near = 【{ $tenant }】您的工单“{ $title }”即将受理，“{ $queue }”中前面还有 { $ahead } 个。查看排队进度：{ $url }
ticket-came-near-subject = 即将受理：{ $title }
ticket-replied = 【{ $tenant }】{ $acceptor }回复了您的工单“{ $title }”。查看回复：{ $url }
ticket-replied-subject = 工单有新回复：{ $title }
ticket-asked = 【{ $tenant }】{ $acceptor }需要您就工单“{ $title }”补充信息，请前往回复：{ $url }
ticket-asked-subject = 工单待您回复：{ $title }
ticket-transferred = 【{ $tenant }】您的工单“{ $title }”已转到“{ $queue }”排队。查看排队进度：{ $url }
ticket-transferred-subject = 工单已转交：{ $title }
ticket-completed = 【{ $tenant }】您的工单“{ $title }”已由{ $acceptor }处理完成。查看处理结果并评价：{ $url }
ticket-completed-subject = 工单已完成：{ $title }
ticket-reopened = 【{ $tenant }】您的工单“{ $title }”已重新打开，正在“{ $queue }”排队。查看排队进度：{ $url }
ticket-reopened-subject = 工单已重新打开：{ $title }
ticket-rated =
    { $customer }对您处理的工单 { $number }“{ $title }”给出 { $stars } 星评价（满分 5 星）。

    查看工单：{ $url }

    { $tenant }
ticket-rated-subject = 工单收到评价：{ $title }
more-in-portal = 今日不再发送短信，后续进展请在门户查看：{ $url }
more-by-email = 今日不再发送短信，后续进展将发送至您的邮箱：{ $url }
