//! An enterprise with its people.

use foyer_domain::address::Language;
use foyer_domain::agents::{Permission, Role};
use foyer_domain::id::{DimensionId, OrganisationId, QueueId, TenantId};
use foyer_domain::identity::Authority;
use foyer_local::seed::{NewStaff, Seed};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Client, TestApp};

/// Everybody's password, unless a test says otherwise.
pub const PASSWORD: &str = "correct horse battery";

/// What every administrator's authenticator is made of, in base32.
pub const AUTHENTICATOR: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// [`PASSWORD`], hashed with less work than is done now.
pub const WEAK_HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$MDEyMzQ1Njc4OWFiY2RlZg$gLHIkr1qgP4r3sH1P/NIg3+PMckaLQ3RkuIiytJhVlY";

/// An enterprise.
pub struct Enterprise {
    app: TestApp,
    /// Its id.
    pub tenant: TenantId,
    /// Its first dimension.
    pub dimension: DimensionId,
    /// Its first organisation.
    pub organisation: OrganisationId,
    /// Its first queue, which the administrator serves.
    pub queue: QueueId,
    /// Its administrator, signed in.
    pub admin: Client,
    /// Puts more into it.
    pub seed: Seed,
}

/// What a staff member may do.
pub fn authority(role: Role, permissions: &[Permission], maintains: &[DimensionId], queues: &[QueueId]) -> Authority {
    Authority {
        role,
        permissions: permissions.iter().copied().collect(),
        maintains: maintains.iter().copied().collect(),
        queues: queues.iter().copied().collect(),
    }
}

impl TestApp {
    /// An enterprise with an administrator, a dimension, an organisation and a queue.
    pub async fn enterprise(&self, name: &str) -> Enterprise {
        Enterprise::bootstrap(self, name).await
    }
}

impl Enterprise {
    async fn bootstrap(app: &TestApp, name: &str) -> Self {
        let login = format!("admin.{name}");
        let event = json!({
            "key": name,
            "tenant_name": name,
            "administrator": { "name": "Ada", "login": login, "email": format!("{login}@example.com"), "language": "en" },
            "dimension_name": "Customers",
            "organisation_name": "Acme",
            "queue_name": "Service",
        });
        let made = app.invoke("bootstrap-tenant", event).await;
        let tenant = id(&made, "tenant_id");
        let seed = Seed::new(&app.system, tenant).expect("the tenant is there");
        seed.password(&login, PASSWORD).await.expect("the administrator is there");
        seed.second_factor(&login, AUTHENTICATOR).await.expect("the administrator is there");
        Self {
            tenant,
            dimension: id(&made, "dimension_id"),
            organisation: id(&made, "organisation_id"),
            queue: id(&made, "queue_id"),
            admin: app.log_in(&login, PASSWORD).await,
            seed,
            app: app.clone(),
        }
    }

    /// A staff member, signed in. The email is `<login>@example.com`.
    pub async fn staff(&self, login: &str, authority: Authority) -> Client {
        let email = format!("{login}@example.com");
        let new = NewStaff { name: login, login, phone: None, email: Some(&email), language: Language::En, authority, password: PASSWORD };
        self.seed.staff(new).await.expect("the staff member is made");
        self.app.log_in(login, PASSWORD).await
    }

    /// A staff member of the front office: no role, no permission.
    pub async fn member(&self, login: &str) -> Client {
        self.staff(login, authority(Role::Member, &[], &[], &[])).await
    }

    /// An agent of the first queue.
    pub async fn agent(&self, login: &str) -> Client {
        self.staff(login, authority(Role::Agent, &[], &[], &[self.queue])).await
    }

    /// Somebody who may maintain external accounts.
    pub async fn maintainer(&self, login: &str) -> Client {
        self.staff(login, authority(Role::Member, &[Permission::MaintainExternal], &[], &[])).await
    }

    /// The body that adds a contact.
    pub fn contact_body(&self, name: &str, mobile: &str) -> Value {
        json!({ "organisation_id": self.organisation.to_string(), "name": name, "mobile": mobile })
    }

    /// A contact, added by `adder`; gives its id.
    pub async fn contact(&self, adder: &Client, name: &str, mobile: &str) -> String {
        adder.post("/api/contacts", self.contact_body(name, mobile)).await.expect(201).text("/contact_id")
    }

    /// A customer: a contact of the administrator with an account and a chosen password, signed in.
    pub async fn customer(&self, name: &str, mobile: &str) -> Client {
        let contact = self.contact(&self.admin, name, mobile).await;
        let initial = "the first password";
        self.admin.post(&format!("/api/contacts/{contact}/account"), json!({})).await.expect(201);
        self.seed.initial_password(mobile, initial).await.expect("the account is there");
        self.app.log_in(mobile, initial).await.change_password(initial, PASSWORD).await
    }

    /// The body that submits a ticket to the first queue.
    pub fn ticket_body(&self, title: &str) -> Value {
        json!({ "title": title, "description": "It does not work.", "queue_id": self.queue.to_string(), "reply_method": "sms" })
    }

    /// A ticket in the first queue; gives its id.
    pub async fn ticket(&self, customer: &Client, title: &str) -> String {
        customer.post("/api/tickets", self.ticket_body(title)).await.expect(201).text("/ticket_id")
    }
}

fn id<T: DeserializeOwned>(made: &Value, name: &str) -> T {
    serde_json::from_value(made[name].clone()).expect("the bootstrap names it")
}
