//! "Did you mean": the known word that a misspelt one most likely stands for.

/// The candidate nearest to `word`, if it is near enough to be what was meant.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::osa_distance(&word, &candidate.to_lowercase());
            (distance, candidate)
        })
        // One mistake for every three letters, and one in a short word.
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The help that names the candidate nearest to `word`; none if no candidate is near.
pub fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// The help for a word that is none of the known ones: the nearest of these `things`, else all.
pub(crate) fn instead<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str, IntoIter: Clone>,
    things: &str,
) -> String {
    let known = known.into_iter();
    did_you_mean(word, known.clone()).unwrap_or_else(|| match listed(known).as_str() {
        "" => format!("there are no {things}"),
        all => format!("the {things} are {all}"),
    })
}

/// The words in quotes, separated by commas.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_word_finds_its_word_and_another_word_does_not() {
        let keys = ["required", "nullable", "type", "not", "description"];
        assert_eq!(nearest("requird", keys), Some("required"));
        assert_eq!(nearest("nullabel", keys), Some("nullable"));
        assert_eq!(nearest("Type", keys), Some("type"));
        assert_eq!(nearest("nto", keys), Some("not"));
        assert_eq!(nearest("const", keys), None);
        assert_eq!(nearest("examples", keys), None);
    }

    #[test]
    fn the_nearest_of_several_wins() {
        assert_eq!(
            nearest("minItem", ["maxItems", "minItems"]),
            Some("minItems")
        );
    }
}
