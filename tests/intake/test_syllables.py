from analysis.intake.syllables import is_syllable


def test_syllables_are_spelled_by_onset_rhyme_and_tone():
    sound = "nghiêng giếng gì quốc quý thuở khuya khuỷu Yến ươm oái hoà hòa NGHÈO ưỡn xoong huỳnh giúp giũ"
    broken = "nghìo chynh cat ca\u0301\u0323 café kan cên nga\u0301o\u0300 xaõ hoị Müller ngo\u0301c\u0300 f"
    assert [word for word in sound.split() if not is_syllable(word)] == []
    assert [word for word in broken.split() if is_syllable(word)] == []
