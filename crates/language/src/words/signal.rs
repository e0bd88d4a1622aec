//! `signal`: what the choices that a consent tool tells mean to the purposes of the project.

use super::purpose::Purpose;
use crate::kinds::{Ref, Text, closed};
use crate::word::{part, word};

word! {
    /// What the choices that a consent tool tells mean to the purposes of the project.
    pub struct Signal = "signal" since "0.1" {
        /// The signal that is read.
        arg kind: One<SignalKind>,
        /// Fields of the signal that decide about a purpose.
        child map: Many<Map>,
        /// Fields of the signal that mean nothing here.
        child ignore: Many<Ignore>,
    }
}

part! {
    /// Fields of a signal that decide about a purpose.
    pub struct Map = "map" {
        /// The fields: who refuses one of them refuses the purpose.
        arg field: Many<SignalField>,
        /// The purpose.
        prop to: One<Ref<Purpose>>,
    }
}

part! {
    /// Fields of a signal that mean nothing here.
    pub struct Ignore = "ignore" {
        /// The fields.
        arg field: Many<SignalField>,
        /// Why: what they are about is not done here.
        prop reason: One<Text>,
    }
}

closed! {
    /// A signal in which a consent tool tells what somebody chose.
    pub enum SignalKind: "a signal" {
        /// The string of IAB Europe's Transparency and Consent Framework.
        Tcf = "tcf",
        /// The section for the United States of IAB's Global Privacy Platform.
        Gpp = "gpp",
        /// Google's Consent Mode.
        ConsentMode = "consent-mode",
    }
}

closed! {
    /// A part of a signal that says something of a choice.
    pub enum SignalField: "a field of a signal" {
        /// TCF: store and read information on a device.
        Purpose1 = "purpose-1",
        /// TCF: choose advertising by limited data.
        Purpose2 = "purpose-2",
        /// TCF: make profiles for advertising.
        Purpose3 = "purpose-3",
        /// TCF: choose advertising by profiles.
        Purpose4 = "purpose-4",
        /// TCF: make profiles for content.
        Purpose5 = "purpose-5",
        /// TCF: choose content by profiles.
        Purpose6 = "purpose-6",
        /// TCF: measure advertising.
        Purpose7 = "purpose-7",
        /// TCF: measure content.
        Purpose8 = "purpose-8",
        /// TCF: understand audiences.
        Purpose9 = "purpose-9",
        /// TCF: improve services.
        Purpose10 = "purpose-10",
        /// TCF: choose content by limited data.
        Purpose11 = "purpose-11",
        /// TCF: the exact place of a device.
        SpecialFeature1 = "special-feature-1",
        /// TCF: scan a device to know it again.
        SpecialFeature2 = "special-feature-2",
        /// GPP, `usnat`: the sale of data.
        Sale = "sale",
        /// GPP, `usnat`: sharing for advertising across contexts.
        Sharing = "sharing",
        /// GPP, `usnat`: targeted advertising.
        TargetedAdvertising = "targeted-advertising",
        /// GPP, `usnat`: any of the kinds of sensitive data.
        SensitiveData = "sensitive-data",
        /// GPP, `usnat`: the data of a child.
        KnownChild = "known-child",
        /// GPP, `usnat`: data for what it was not collected for.
        PersonalData = "personal-data",
        /// GPP, `usnat`: Global Privacy Control, as it is repeated there.
        Gpc = "gpc",
        /// Consent Mode: storage for advertising.
        AdStorage = "ad_storage",
        /// Consent Mode: data of people to Google for advertising.
        AdUserData = "ad_user_data",
        /// Consent Mode: advertising that goes by the person.
        AdPersonalization = "ad_personalization",
        /// Consent Mode: storage for measuring.
        AnalyticsStorage = "analytics_storage",
        /// Consent Mode: storage for what a site does.
        FunctionalityStorage = "functionality_storage",
        /// Consent Mode: storage for recommendations.
        PersonalizationStorage = "personalization_storage",
        /// Consent Mode: storage for security.
        SecurityStorage = "security_storage",
    }
}
