//! Indonesian-style names, and addresses of mails that reach nobody.

use crate::mix::Dice;

#[rustfmt::skip]
const GIVEN: &[&str] = &[
    "Adi", "Agus", "Aisyah", "Andi", "Anisa", "Ayu", "Bambang", "Bayu", "Budi", "Cahya", "Citra",
    "Dewi", "Dian", "Dimas", "Dwi", "Eka", "Endang", "Fajar", "Fitri", "Galih", "Gita", "Hendra",
    "Ida", "Indah", "Intan", "Joko", "Kartika", "Ketut", "Lestari", "Lia", "Made", "Maya", "Mega",
    "Nadia", "Ningsih", "Nur'aini", "Nyoman", "Putri", "Putu", "Rahmat", "Ratna", "Rizky", "Sari",
    "Siti", "Slamet", "Sri", "Taufik", "Teguh", "Tri", "Umar", "Utami", "Vina", "Wahyu", "Wati",
    "Wayan", "Widya", "Yanti", "Yudi", "Yusuf", "Zahra",
];

#[rustfmt::skip]
const FAMILY: &[&str] = &[
    "Anggraini", "Aritonang", "Firmansyah", "Ginting", "Gunawan", "Hakim", "Halim", "Handayani",
    "Harahap", "Hartono", "Hasibuan", "Hidayat", "Iskandar", "Kurniawan", "Kusuma", "Lubis",
    "Mahendra", "Manurung", "Maulana", "Nasution", "Nugroho", "Pangestu", "Permata", "Prasetyo",
    "Pratama", "Purnama", "Rahayu", "Ramadhan", "Saputra", "Setiawan", "Siahaan", "Simanjuntak",
    "Siregar", "Sitompul", "Subekti", "Sudirman", "Suharto-Adi", "Suryadi", "Susanto", "Sutanto",
    "Tanjung", "Utomo", "Wibowo", "Widodo", "Wijaya", "Wulandari", "Yulianti", "Zulkarnain",
];

#[rustfmt::skip]
const SHOPS: &[&str] = &[
    "Toko Melati", "Warung Bu Sri", "Kopi Senja", "Batik Larasati", "Apotek Sehat Contoh",
    "Bengkel Maju", "Kue Nusantara", "Rumah Buku Cempaka", "Salon Kenanga", "Mebel Jati Contoh",
    "Sate Pak Kumis", "Klinik Anggrek", "Travel Khatulistiwa", "Roti Fajar", "Laundry Bersih",
];

/// A name in the parts that an email address is made of.
pub(super) struct Name {
    given: &'static str,
    /// Many people have one name only.
    family: Option<&'static str>,
    /// What people put after their names: commas, letters beyond ASCII.
    suffix: &'static str,
}

impl Name {
    pub(super) fn throw(dice: &mut Dice) -> Self {
        Self {
            given: dice.pick(GIVEN),
            family: (!dice.one_in(8)).then(|| dice.pick(FAMILY)),
            suffix: if dice.one_in(12) {
                dice.pick(&[", S.Kom", " \"Bos\"", " 🌸", " (bengkel)", ", M.Sc."])
            } else {
                ""
            },
        }
    }

    /// The whole name.
    pub(super) fn full(&self) -> String {
        let mut full = self.given.to_owned();
        if let Some(family) = self.family {
            full.push(' ');
            full.push_str(family);
        }
        full.push_str(self.suffix);
        full
    }

    /// The given name and the family name.
    pub(super) fn parts(&self) -> (&'static str, Option<&'static str>) {
        (self.given, self.family)
    }

    /// A mail address of its own for each number, which it ends in: see [`number_of_email`].
    pub(super) fn email(&self, number: u64, domain: &str) -> String {
        let mut email = String::with_capacity(40);
        email.extend(letters(self.given));
        if let Some(family) = self.family {
            email.push('.');
            email.extend(letters(family));
        }
        email.push_str(&number.to_string());
        email.push('@');
        email.push_str(domain);
        email
    }
}

/// The number that a mail address was made with.
pub(super) fn number_of_email(email: &str) -> Option<u64> {
    let (user, _) = email.split_once('@')?;
    let digits = user.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

/// A name for a business; beyond the first few, with a number.
pub(super) fn shop(number: u64) -> String {
    let count = SHOPS.len() as u64;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is below the length of a slice"
    )]
    let name = SHOPS[(number % count) as usize];
    match number / count {
        0 => name.to_owned(),
        branch => format!("{name} {}", branch + 1),
    }
}

fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars()
        .filter(char::is_ascii_alphabetic)
        .map(|letter| letter.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_leads_back_to_its_number() {
        for number in [0, 7, 99_999_999] {
            let name = Name::throw(&mut Dice::new(1, number));
            let email = name.email(number, "example.com");
            assert_eq!(number_of_email(&email), Some(number), "{email}");
        }
        assert_eq!(number_of_email("rosa@example.com"), None);
        assert_eq!(number_of_email("7"), None);
    }

    #[test]
    fn shops_have_names_of_their_own() {
        assert_eq!(shop(0), "Toko Melati");
        assert_eq!(shop(15), "Toko Melati 2");
    }
}
