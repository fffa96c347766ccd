//! Lambda `record-sms-failures`.

fn main() -> Result<(), foyer_kit::lambda::Error> {
    foyer_kit::lambda::run(&foyer_notifications::sending::record_sms_failures::operation())
}
