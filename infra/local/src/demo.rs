//! Two enterprises with staff, contacts and tickets, made once in an empty database. What an operation
//! can make is made by calling it.

use std::collections::BTreeSet;

use foyer_domain::address::Language;
use foyer_domain::agents::{Permission, Role};
use foyer_domain::id::{DimensionId, OrganisationId, QueueId, TenantId};
use foyer_domain::identity::Authority;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use crate::seed::{NewStaff, Seed};
use crate::{LocalError, System};

/// The password of every demo login.
pub const PASSWORD: &str = "lantern-harbour-42";

/// What the authenticators of the administrators are made of, in base32.
pub const AUTHENTICATOR: &str = "LANTERNHARBOURLANTERNHARBOURLANT";

/// Who can log in, and as what.
pub const LOGINS: [(&str, &str); 8] = [
    ("chen.jing", "云帆科技 陈静, administrator"),
    ("zhou.min", "云帆科技 周敏, may maintain external accounts"),
    ("wu.hao", "云帆科技 吴昊, maintains the dimension 客户"),
    ("lin.yue", "云帆科技 林悦, front office: creates contacts, applies for accounts"),
    ("he.yu", "云帆科技 何雨, agent of the queue 售后服务"),
    ("wang.fang", "海棠贸易 王芳, customer of 云帆科技"),
    ("grace.morgan", "Harbour Logistics, Grace Morgan, administrator and agent"),
    ("tom.reed", "Northwind Components, Tom Reed, customer of Harbour Logistics"),
];

/// The logins, to print.
pub fn logins() -> String {
    let rows: Vec<String> = LOGINS.iter().map(|(login, who)| format!("  {login:<14}{who}\n")).collect();
    format!(
        "Demo logins, all with the password {PASSWORD}\n{}Administrators have a second factor: type {AUTHENTICATOR} into an authenticator,\n\
         or see its code at /_local/totp?login=chen.jing\n",
        rows.concat()
    )
}

const YUNFAN: &str = "demo-yunfan";
const HARBOUR: &str = "demo-harbour";
/// Set when the demo is complete, so that one that was interrupted is told from one that is there.
const COMPLETE: &str = "demo-complete";

/// Makes the demo data where there is none.
pub async fn make(system: &System) -> Result<(), LocalError> {
    if system.queues().position(COMPLETE)?.is_some() {
        return Ok(());
    }
    if system.has(YUNFAN).await?.is_some() {
        return Err(LocalError::Operation("the demo data is half made: remove the data directory, or start with --empty".into()));
    }
    system.make_whole(both(system)).await
}

async fn both(system: &System) -> Result<(), LocalError> {
    yunfan(system).await?;
    harbour(system).await?;
    system.drain().await?;
    system.queues().set_position(COMPLETE, "1")
}

async fn yunfan(system: &System) -> Result<(), LocalError> {
    let administrator = json!({ "name": "陈静", "login": "chen.jing", "phone": "+8613800000001", "email": "chen.jing@yunfan.example" });
    let made = bootstrap(system, YUNFAN, "云帆科技", administrator, ("客户", "海棠贸易有限公司", "售后服务")).await?;
    let seed = Seed::new(system, made.tenant)?;
    seed.password("chen.jing", PASSWORD).await?;
    seed.second_factor("chen.jing", AUTHENTICATOR).await?;
    let chen = Person::log_in(system, "chen.jing", PASSWORD).await?;
    let Made { dimension, organisation: haitang, queue: service, .. } = made;
    let about = json!({ "about": "设备故障、维修和配件" });
    chen.send("PATCH", &format!("/api/queues/{service}"), &about).await?;
    let hospital = seed.organisation(dimension, "青山医院").await?;
    seed.queue("账单咨询").await?;
    let staff = |login, name, number, authority| NewStaff {
        name,
        login,
        phone: Some(number),
        email: Some(match login {
            "zhou.min" => "zhou.min@yunfan.example",
            "wu.hao" => "wu.hao@yunfan.example",
            "lin.yue" => "lin.yue@yunfan.example",
            _ => "he.yu@yunfan.example",
        }),
        language: Language::default(),
        authority,
        password: PASSWORD,
    };
    seed.staff(staff("zhou.min", "周敏", "+8613800000002", authority(Role::Member, &[Permission::MaintainExternal], &[], &[]))).await?;
    seed.staff(staff("wu.hao", "吴昊", "+8613800000003", authority(Role::TeamLead, &[], &[dimension], &[service]))).await?;
    seed.staff(staff("lin.yue", "林悦", "+8613800000004", authority(Role::Member, &[], &[], &[]))).await?;
    seed.staff(staff("he.yu", "何雨", "+8613800000005", authority(Role::Agent, &[], &[], &[service]))).await?;

    let wang = contact("王芳", "+8613900000001", "wang.fang@haitang.example", "zh-CN");
    let wang = chen.customer(&seed, haitang, wang, "wang.fang").await?;
    wang.ticket(service, "打印机无法联网", "重启路由器后仍然无法联网，面板显示错误代码 E-204。", "sms").await?;
    wang.ticket(service, "发票抬头需要修改", "抬头请改为：海棠贸易有限公司。", "portal").await?;

    let lin = Person::log_in(system, "lin.yue", PASSWORD).await?;
    let li = contact("李雷", "+8613900000002", "li.lei@qingshan.example", "zh-CN");
    let li = lin.contact(hospital, li).await?;
    let remark = json!({ "remark": "医院设备科的新联系人，需要提交报修工单。" });
    lin.post(&format!("/api/contacts/{li}/account-requests"), remark).await?;
    lin.contact(haitang, contact("韩梅梅", "+8613900000003", "han.meimei@haitang.example", "zh-CN")).await?;
    seed.second_factor("chen.jing", AUTHENTICATOR).await
}

async fn harbour(system: &System) -> Result<(), LocalError> {
    let administrator =
        json!({ "name": "Grace Morgan", "login": "grace.morgan", "email": "grace.morgan@harbour.example", "language": "en" });
    let names = ("Partners", "Northwind Components Ltd", "Shipments");
    let made = bootstrap(system, HARBOUR, "Harbour Logistics", administrator, names).await?;
    let seed = Seed::new(system, made.tenant)?;
    seed.password("grace.morgan", PASSWORD).await?;
    seed.second_factor("grace.morgan", AUTHENTICATOR).await?;
    let grace = Person::log_in(system, "grace.morgan", PASSWORD).await?;
    let defaults = json!({ "language": "en", "country": "US", "time_zone": "America/New_York", "contact": "help@harbour.example" });
    grace.send("PATCH", "/api/enterprise", &defaults).await?;
    let mut tom = contact("Tom Reed", "+12015550101", "tom.reed@northwind.example", "en");
    // Reached by email: the account is opened for the first address that there is.
    tom["mobile"] = Value::Null;
    let tom = grace.customer(&seed, made.organisation, tom, "tom.reed").await?;
    tom.ticket(made.queue, "Container held at customs", "Reference HL-20931. Which papers are missing?", "email").await?;
    seed.second_factor("grace.morgan", AUTHENTICATOR).await
}

fn authority(role: Role, permissions: &[Permission], maintains: &[DimensionId], queues: &[QueueId]) -> Authority {
    Authority {
        role,
        permissions: permissions.iter().copied().collect(),
        maintains: maintains.iter().copied().collect(),
        queues: queues.iter().copied().collect::<BTreeSet<_>>(),
    }
}

fn contact(name: &str, mobile: &str, email: &str, language: &str) -> Value {
    json!({ "name": name, "mobile": mobile, "email": email, "language": language })
}

/// What a bootstrap made.
#[derive(Debug, serde::Deserialize)]
struct Made {
    #[serde(rename = "tenant_id")]
    tenant: TenantId,
    #[serde(rename = "dimension_id")]
    dimension: DimensionId,
    #[serde(rename = "organisation_id")]
    organisation: OrganisationId,
    #[serde(rename = "queue_id")]
    queue: QueueId,
}

async fn bootstrap(system: &System, key: &str, tenant: &str, administrator: Value, names: (&str, &str, &str)) -> Result<Made, LocalError> {
    let (dimension, organisation, queue) = names;
    let event = json!({
        "key": key,
        "tenant_name": tenant,
        "administrator": administrator,
        "dimension_name": dimension,
        "organisation_name": organisation,
        "queue_name": queue,
    });
    Ok(serde_json::from_value(system.invoke("bootstrap-tenant", event).await?)?)
}

/// Somebody who is logged in.
struct Person<'a> {
    system: &'a System,
    token: String,
}

impl<'a> Person<'a> {
    async fn log_in(system: &'a System, login: &str, password: &str) -> Result<Self, LocalError> {
        let nobody = Self { system, token: String::new() };
        let mut session = nobody.post("/api/sessions", json!({ "login": login, "password": password })).await?;
        if session["next_step"] == "second_factor" {
            let half = Self { system, token: text(&session, "token") };
            let next = system.next_code(login).await?.map(|next| next.code);
            session = half.post("/api/sessions/current/second-factor", json!({ "code": next })).await?;
        }
        Ok(Self { system, token: text(&session, "token") })
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value, LocalError> {
        self.send("POST", path, &body).await
    }

    async fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, LocalError> {
        let request = http::Request::builder().method(method).uri(path).header(CONTENT_TYPE, "application/json");
        let request = request.header(AUTHORIZATION, format!("Bearer {}", self.token)).body(body.to_string().into_bytes());
        let request = request.map_err(|error| LocalError::Operation(error.to_string()))?;
        let response = self.system.answer(request, "127.0.0.1").await;
        if !response.status().is_success() {
            let problem = String::from_utf8_lossy(response.body()).into_owned();
            return Err(LocalError::Operation(format!("the demo data: {method} {path}: {problem}")));
        }
        if response.body().is_empty() { Ok(Value::Null) } else { Ok(serde_json::from_slice(response.body())?) }
    }

    /// Adds a contact; gives its id.
    async fn contact(&self, organisation: OrganisationId, mut contact: Value) -> Result<String, LocalError> {
        contact["organisation_id"] = organisation.to_string().into();
        Ok(text(&self.post("/api/contacts", contact).await?, "contact_id"))
    }

    /// Adds a contact and opens its account; the customer then chooses a password.
    async fn customer(&self, seed: &Seed, organisation: OrganisationId, contact: Value, login: &str) -> Result<Person<'a>, LocalError> {
        const INITIAL: &str = "first-day-lantern-7";
        let contact = self.contact(organisation, contact).await?;
        self.post(&format!("/api/contacts/{contact}/account"), json!({ "login": login })).await?;
        // Delivered before the password is replaced: a message with a replaced one is held back.
        self.system.drain().await?;
        seed.initial_password(login, INITIAL).await?;
        let customer = Person::log_in(self.system, login, INITIAL).await?;
        customer.send("PUT", "/api/me/password", &json!({ "current_password": INITIAL, "new_password": PASSWORD })).await?;
        Person::log_in(self.system, login, PASSWORD).await
    }

    async fn ticket(&self, queue: QueueId, title: &str, description: &str, reply_method: &str) -> Result<(), LocalError> {
        let ticket = json!({ "title": title, "description": description, "queue_id": queue.to_string(), "reply_method": reply_method });
        self.post("/api/tickets", ticket).await.map(|_| ())
    }
}

fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or("").to_owned()
}
