//! The operations that the sandbox serves.

/// An operation of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    KirimListAccounts,
    KirimListContacts,
    KirimGetContact,
    KirimGetCustomer,
    KustomerGetCustomer,
}

impl Operation {
    pub(crate) const ALL: [Self; 5] = [
        Self::KirimListAccounts,
        Self::KirimListContacts,
        Self::KirimGetContact,
        Self::KirimGetCustomer,
        Self::KustomerGetCustomer,
    ];

    /// Its operationId.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::KirimListAccounts => "kirim.list_accounts",
            Self::KirimListContacts => "kirim.list_contacts",
            Self::KirimGetContact => "kirim.get_contact",
            Self::KirimGetCustomer => "kirim.get_customer",
            Self::KustomerGetCustomer => "kustomer.get_customer",
        }
    }
}

/// The API whose manners an answer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Api {
    Kirim,
    Kustomer,
}
