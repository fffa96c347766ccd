//! Who somebody is: login, logout, the own account and its password.

pub mod audit_names;
pub mod begin_second_factor;
pub mod beginning;
pub mod change_password;
pub mod confirm_address_change;
pub mod confirm_password_reset;
pub mod confirm_second_factor;
pub mod confirmation;
pub mod delete_identity;
pub mod disable_second_factor;
pub mod edit_profile;
pub mod end_other_sessions;
pub mod end_session;
pub mod get_avatar;
pub mod get_me;
pub mod get_open_apps;
pub mod get_second_factor;
pub mod known_as;
pub mod list_audit;
pub mod list_identity_sessions;
pub mod list_sessions;
pub mod login;
pub mod logout;
pub mod managed;
pub mod offboard_identity;
pub mod open_apps;
pub mod open_identity_apps;
pub mod open_tickets;
pub mod pass_second_factor;
pub mod picture;
pub mod preview_offboarding;
pub mod problems;
pub mod proof;
pub mod recovery;
pub mod rehire_identity;
pub mod remove_avatar;
pub mod renew_recovery_codes;
pub mod request_address_change;
pub mod request_password_reset;
pub mod reset_password;
pub mod reset_second_factor;
pub mod session_view;
pub mod set_avatar;
pub mod sharing;
pub mod sign_out_identity;
pub mod switch_identity;
pub mod telling;
pub mod views;

use foyer_kit::Operation;

/// The registry of the area.
pub fn operations() -> Vec<Operation> {
    vec![
        login::operation(),
        logout::operation(),
        get_me::operation(),
        change_password::operation(),
        list_audit::operation(),
        preview_offboarding::operation(),
        offboard_identity::operation(),
        rehire_identity::operation(),
        delete_identity::operation(),
        reset_password::operation(),
        switch_identity::operation(),
        list_sessions::operation(),
        end_session::operation(),
        end_other_sessions::operation(),
        list_identity_sessions::operation(),
        sign_out_identity::operation(),
        request_password_reset::operation(),
        confirm_password_reset::operation(),
        get_open_apps::operation(),
        open_apps::operation(),
        open_identity_apps::operation(),
        get_second_factor::operation(),
        begin_second_factor::operation(),
        confirm_second_factor::operation(),
        renew_recovery_codes::operation(),
        disable_second_factor::operation(),
        pass_second_factor::operation(),
        reset_second_factor::operation(),
        edit_profile::operation(),
        request_address_change::operation(),
        confirm_address_change::operation(),
        set_avatar::operation(),
        remove_avatar::operation(),
        get_avatar::operation(),
    ]
}
