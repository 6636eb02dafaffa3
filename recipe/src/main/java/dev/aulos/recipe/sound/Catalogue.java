package dev.aulos.recipe.sound;

import static dev.aulos.recipe.sound.Variant.plain;
import static dev.aulos.recipe.sound.Variant.timed;

import dev.aulos.recipe.sound.Family.Length;
import dev.aulos.recipe.sound.Family.Pitched;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Every kind with its archetypes and their names: a table, so longer than most files. Kinds that
/// are hard to learn, those with notes above all, are drawn more often than the others.
final class Catalogue {
  private static final Map<Kind, Family> FAMILIES = families();
  private static final double TOTAL = FAMILIES.values().stream().mapToDouble(Family::weight).sum();

  /// The names of all archetypes.
  static final List<String> ARCHETYPES =
      FAMILIES.values().stream()
          .flatMap(family -> family.variants().stream().map(v -> archetype(family.kind(), v)))
          .toList();

  private Catalogue() {}

  /// What an archetype is called among those of all kinds.
  static String archetype(Kind kind, Variant variant) {
    return kind + "/" + variant.name();
  }

  static Family of(Kind kind) {
    return Objects.requireNonNull(FAMILIES.get(kind));
  }

  static Kind draw(Dice dice) {
    double left = dice.uniform(0, TOTAL);
    for (var family : FAMILIES.values()) {
      left -= family.weight();
      if (left < 0) {
        return family.kind();
      }
    }
    return Kind.TONE;
  }

  private static Map<Kind, Family> families() {
    var all = new ArrayList<Family>();
    all.addAll(held());
    all.addAll(phrases());
    all.addAll(drums());
    all.addAll(textures());
    all.addAll(machines());
    all.addAll(effects());
    var map = new EnumMap<Kind, Family>(Kind.class);
    all.forEach(family -> map.put(family.kind(), family));
    return map;
  }

  private static List<Family> held() {
    return List.of(
        Family.of(
                Kind.TONE,
                9,
                Length.HELD,
                "tone, note, synth tone, steady tone, sound wave",
                plain("sine", "sine tone, sine wave, pure sine tone, pure tone"),
                plain("triangle", "triangle tone, triangle wave, triangle wave tone"),
                plain("square", "square tone, square wave, square wave tone"),
                plain("saw", "saw tone, saw wave, sawtooth wave, sawtooth tone"),
                plain("organ", "organ note, organ tone, single organ note"))
            .pitched(Pitched.notes(36, 84))
            .moving(),
        Family.of(
                Kind.CHORD,
                7,
                Length.HELD,
                "chord, synth chord",
                plain("saw", "saw chord, sawtooth chord, analog synth chord"),
                plain("organ", "organ chord, church organ chord"),
                plain("keys", "electric piano chord, rhodes chord, keys chord"),
                plain("square", "square wave chord, chiptune chord, 8-bit chord"))
            .pitched(Pitched.KEY)
            .tilting(),
        Family.of(
                Kind.BASS,
                11,
                new Length(1, 3, 6),
                "bass, bass note, bass sound",
                plain("sub", "sub bass, deep sub bass, sine bass, sub bass note"),
                plain("saw", "saw bass, analog bass, synth bass, analog synth bass"),
                plain("square", "square bass, square wave bass, hollow bass"),
                plain("acid", "acid bass, 303 bass, squelchy acid bass"),
                plain("pluck", "bass guitar, plucked bass, electric bass note"))
            .pitched(Pitched.notes(36, 55)),
        Family.of(
                Kind.PLUCK,
                12,
                new Length(1.2, 3, 5),
                "pluck, plucked note",
                plain("guitar", "guitar pluck, acoustic guitar note, plucked guitar string"),
                plain("harp", "harp note, harp pluck, plucked harp string"),
                plain("synth", "synth pluck, electronic pluck"),
                plain("kalimba", "kalimba, kalimba note, thumb piano note"))
            .pitched(Pitched.notes(45, 79))
            .tilting(),
        Family.of(
                Kind.PAD,
                5,
                new Length(2.5, 5.5, 10),
                "pad, ambient pad, synth pad, ambient synth, soundscape",
                plain("saw", "analog pad, analog synth pad, lush analog pad"),
                plain("strings", "string pad, synth strings, string section pad"),
                plain("glass", "glass pad, glassy pad, airy pad, ethereal pad"))
            .pitched(Pitched.KEY)
            .tilting()
            .wide(),
        Family.of(
                Kind.BELL,
                12,
                new Length(1.8, 4, 7),
                "bell, bell sound, bell ringing, ringing bell",
                plain("church", "church bell, big church bell, tolling bell, church bell ringing"),
                plain("small", "small bell, hand bell, little bell"),
                plain("tubular", "tubular bell, chime, tubular chime"),
                plain("music box", "music box note, glockenspiel note, celesta note"))
            .pitched(Pitched.notes(60, 81))
            .tilting());
  }

  private static List<Family> phrases() {
    return List.of(
        Family.of(
                Kind.ARPEGGIO,
                5,
                new Length(2.5, 5.5, 10),
                "arpeggio, arp, arpeggios",
                timed("saw", 80, 150, "synth arpeggio, saw arp, analog arpeggio, trance arp"),
                timed("square", 80, 160, "chiptune arpeggio, 8-bit arp, square wave arpeggio"),
                timed("keys", 60, 130, "electric piano arpeggio, rhodes arpeggio"),
                timed("guitar", 60, 130, "guitar arpeggio, plucked arpeggio"),
                timed("box", 60, 130, "music box arpeggio, bell arpeggio"))
            .pitched(Pitched.KEY)
            .tilting()
            .moving(),
        Family.of(
                Kind.MELODY,
                7,
                new Length(3, 6, 11),
                "melody, tune, melodic line, little tune, song",
                timed("saw", 80, 140, "synth melody, lead synth melody, synth lead"),
                timed("square", 80, 160, "chiptune melody, 8-bit melody, video game tune"),
                timed("keys", 60, 130, "electric piano melody, rhodes melody, piano melody"),
                timed("guitar", 60, 130, "guitar melody, plucked melody"),
                timed(
                    "flute",
                    60,
                    120,
                    "flute melody, flute tune, solo flute, flute playing, someone playing the"
                        + " flute"),
                timed(
                    "box",
                    60,
                    120,
                    "music box melody, music box tune, bell melody, music box playing"))
            .pitched(Pitched.KEY)
            .tilting()
            .moving());
  }

  private static List<Family> drums() {
    return List.of(
        Family.of(
            Kind.KICK,
            3,
            Length.SHOT,
            "kick, kick drum, bass drum, kick hit, one kick",
            plain("punchy", "punchy kick, punchy kick drum, techno kick, 909 kick"),
            plain("808", "808 kick, deep 808 kick, long 808 kick drum, boomy kick"),
            plain("acoustic", "acoustic kick drum, rock kick drum, acoustic bass drum")),
        Family.of(
                Kind.SNARE,
                6,
                Length.SHOT,
                "snare, snare drum, snare hit, one snare hit",
                plain("acoustic", "acoustic snare, rock snare drum, acoustic snare drum"),
                plain("electronic", "electronic snare, 909 snare, techno snare"),
                plain("tight", "tight snare, short snare, rimshot"))
            .tilting(),
        Family.of(
                Kind.HIHAT,
                3,
                Length.SHOT,
                "hi-hat, hihat, hi hat, hat, hat hit",
                plain("closed", "closed hi-hat, closed hihat, closed hat, tight hi-hat"),
                plain("open", "open hi-hat, open hihat, open hat, sizzling hi-hat"))
            .tilting(),
        Family.of(
                Kind.CLAP,
                2,
                Length.SHOT,
                "clap, hand clap, handclap, clapping hands, hands clapping once, single clap",
                plain("machine", "808 clap, electronic clap, drum machine clap"),
                plain("crowd", "group clap, crowd clap, big clap"))
            .tilting(),
        Family.of(
            Kind.TOM,
            5,
            Length.SHOT,
            "tom, tom drum, tom hit, tom tom",
            plain("low", "floor tom, low tom, deep tom drum"),
            plain("mid", "mid tom, middle tom drum"),
            plain("high", "high tom, high tom drum, rack tom")),
        Family.of(
                Kind.DRUM_LOOP,
                11,
                Length.LOOP,
                "drum loop, beat, drum beat, drums, drum pattern, drum groove, loop of drums,"
                    + " drumming",
                timed(
                    "electronic",
                    90,
                    150,
                    "electronic drum loop, electronic beat, electronic drums, drum machine loop,"
                        + " electronic drum pattern"),
                timed(
                    "rock",
                    80,
                    160,
                    "rock drum loop, rock beat, rock drums, acoustic drum loop, rock drum groove"),
                timed(
                    "techno",
                    115,
                    150,
                    "techno drum loop, techno beat, four on the floor techno beat, techno drums"),
                timed(
                    "analog techno",
                    115,
                    145,
                    "analog techno, analog techno track, techno with a bass line, techno groove"
                        + " with synth bass"),
                timed(
                    "house",
                    112,
                    132,
                    "house drum loop, house beat, four on the floor house beat, house drums, deep"
                        + " house beat"),
                timed(
                    "house music",
                    112,
                    132,
                    "house music, house track, house groove with a bass line, deep house with"
                        + " bass"),
                timed(
                    "hip hop",
                    70,
                    105,
                    "hip hop beat, hip-hop drum loop, boom bap beat, hip hop drums, lo-fi hip hop"
                        + " beat"),
                timed(
                    "breakbeat",
                    105,
                    150,
                    "breakbeat, break beat loop, breakbeat drum loop, funky drum break"),
                timed(
                    "drum and bass",
                    155,
                    180,
                    "drum and bass loop, drum and bass beat, dnb drums, jungle drum loop, drum &"
                        + " bass beat"),
                timed("trap", 120, 160, "trap beat, trap drum loop, trap drums"),
                timed("disco", 105, 130, "disco beat, disco drum loop, disco drums"),
                timed("funk", 85, 125, "funk drum loop, funk beat, funky drum groove"),
                timed("reggae", 60, 95, "reggae drum loop, reggae beat, one drop reggae drums"))
            .tilting());
  }

  private static List<Family> textures() {
    return List.of(
        Family.of(
                Kind.NOISE,
                3,
                Length.HELD,
                "noise, steady noise, static noise",
                plain(
                    "white", "white noise, white noise hiss, tv static, static, plain white noise"),
                plain("pink", "pink noise, pink noise hiss"),
                plain("brown", "brown noise, red noise, deep brown noise"))
            .moving(),
        Family.of(
                Kind.RAIN,
                8,
                new Length(2, 5.5, 11),
                "rain, rain falling, rainfall, rain sound, rain coming down, raining",
                plain("light", "light rain, gentle rain, soft rain, drizzle, raining softly"),
                plain(
                    "heavy",
                    "heavy rain, pouring rain, downpour, rain storm, raining hard, raining"
                        + " heavily"),
                plain(
                    "tin",
                    "rain on a tin roof, rain on a metal roof, rain hitting a tin roof, rain drops"
                        + " on a tin roof, rain drumming on a metal roof, tin roof in the rain"))
            .tilting()
            .wide(),
        Family.of(
                Kind.OCEAN,
                3,
                new Length(3, 6, 11),
                "ocean, ocean waves, sea, waves, waves on the beach, waves rolling in",
                plain(
                    "calm",
                    "calm ocean waves, gentle waves on a beach, calm sea, soft surf, waves on a"
                        + " sandy beach"),
                plain("rough", "crashing waves, rough sea, big waves crashing, stormy ocean"))
            .tilting()
            .wide(),
        Family.of(
                Kind.WIND,
                3,
                new Length(2, 5, 11),
                "wind, wind blowing, wind sound, wind around the house",
                plain("gentle", "gentle wind, light breeze, soft breeze"),
                plain("howling", "howling wind, wind howling, whistling wind"),
                plain("strong", "strong wind, storm wind, gusty wind, heavy gusts of wind"))
            .tilting()
            .moving()
            .wide(),
        Family.of(
                Kind.FIRE,
                6,
                new Length(2, 5, 11),
                "fire, crackling fire, fire crackling, wood burning, flames",
                plain("camp", "campfire, crackling campfire, camp fire"),
                plain(
                    "hearth",
                    "fireplace, cozy fireplace, fire in a fireplace, logs burning in the"
                        + " fireplace"),
                plain("blaze", "big fire, roaring fire, burning house fire"))
            .tilting()
            .wide(),
        Family.of(
                Kind.THUNDER,
                3,
                new Length(2.5, 5, 9),
                "thunder, thunder sound, thunderclap, storm with thunder",
                plain("close", "close thunder, thunder crack, crack of thunder, lightning strike"),
                plain(
                    "distant",
                    "distant thunder, rolling thunder, thunder rumbling in the distance, far"
                        + " thunder, thunder far away"))
            .wide());
  }

  private static List<Family> machines() {
    return List.of(
        Family.of(
                Kind.ENGINE,
                5,
                Length.HELD,
                "engine, motor, engine sound, engine running",
                plain("car", "car engine, car engine idling, idling car"),
                plain(
                    "truck", "truck engine, diesel engine, idling truck, diesel truck, old truck"),
                plain("motorcycle", "motorcycle, motorcycle engine, motorbike"),
                plain("rev", "revving engine, engine revving up, car accelerating"))
            .tilting()
            .moving(),
        Family.of(
                Kind.SIREN,
                12,
                Length.HELD,
                "siren, emergency siren, siren sounding",
                plain("police", "police siren, police car siren, wailing siren, police car"),
                plain("yelp", "fast police siren, yelping siren, fast siren"),
                plain(
                    "two-tone", "two tone siren, ambulance siren, european ambulance, hi-lo siren"),
                plain("air raid", "air raid siren, tornado siren, slow rising siren"))
            .moving(),
        Family.of(
                Kind.ALARM,
                2.5,
                Length.HELD,
                "alarm, alarm sound, beeping alarm, alarm beeping",
                plain(
                    "digital",
                    "alarm clock, digital alarm clock, beeping alarm clock, alarm clock in the"
                        + " morning"),
                plain("smoke", "smoke alarm, smoke detector, fire alarm beeping"),
                plain("buzzer", "buzzer, buzzing alarm, buzzer alarm"),
                plain("warble", "red alert, spaceship alarm, warbling alarm"))
            .moving(),
        Family.of(
            Kind.CLOCK,
            2.5,
            Length.HELD,
            "clock, clock ticking, ticking clock, clock ticking away",
            timed("wall", 60, 60, "wall clock ticking, ticking wall clock, tick tock"),
            timed("grandfather", 54, 54, "grandfather clock, old grandfather clock ticking"),
            timed("watch", 240, 300, "pocket watch ticking, fast ticking watch, ticking watch"),
            timed("metronome", 60, 180, "metronome, metronome click, metronome ticking")),
        Family.of(
            Kind.HEARTBEAT,
            2.5,
            new Length(2.5, 5, 9),
            "heartbeat, heart beat, beating heart, heart beating",
            timed(
                "calm",
                55,
                85,
                "calm heartbeat, slow heartbeat, resting heartbeat, heart beating slowly"),
            timed(
                "racing",
                105,
                150,
                "fast heartbeat, racing heart, pounding heartbeat, heart beating fast")));
  }

  private static List<Family> effects() {
    return List.of(
        Family.of(
                Kind.LASER,
                2.5,
                Length.SHOT,
                "laser, laser sound, laser gun, sci-fi laser, space gun",
                plain("zap", "laser zap, zap, ray gun zap, laser shot, shot of a laser gun"),
                plain("blaster", "blaster, deep laser cannon, heavy blaster shot"),
                plain(
                    "burst",
                    "laser burst, pew pew pew, three laser shots, repeated laser shots, pew pew"))
            .moving(),
        Family.of(
            Kind.COIN,
            4,
            Length.SHOT,
            "coin, coin sound",
            plain(
                "game",
                "game coin, video game coin, 8-bit coin pickup, collecting a coin, arcade coin,"
                    + " picking up a coin in a game"),
            plain(
                "drop",
                "coin drop, dropped coin, coin falling on a table, metal coin bouncing, someone"
                    + " drops a coin")),
        Family.of(
            Kind.CLICK,
            2,
            new Length(0.7, 1.4, 3),
            "click, click sound",
            plain("mouse", "mouse click, computer mouse click, click of a mouse"),
            plain("key", "keyboard click, key press, typing click"),
            plain("switch", "light switch, switch click, button click")),
        Family.of(
                Kind.RISER,
                2.5,
                new Length(1.8, 4.5, 8),
                "riser, uplifter, build up, transition riser, rise before the drop, build up before"
                    + " the drop",
                plain("noise", "noise riser, white noise riser, noise sweep up, whoosh riser"),
                plain("synth", "synth riser, rising synth, tension riser"))
            .moving(),
        Family.of(
                Kind.IMPACT,
                6,
                new Length(1.2, 2.8, 5),
                "impact, impact sound, big hit, huge hit",
                plain(
                    "boom",
                    "cinematic boom, cinematic impact, deep boom, trailer hit, movie trailer boom"),
                plain(
                    "metal",
                    "metal impact, metal hit, metallic clang, anvil hit, hit on metal, someone hits"
                        + " metal"),
                plain("wood", "wood knock, knock on wood, wooden thud"),
                plain("explosion", "explosion, explosion blast, bomb explosion"))
            .tilting());
  }
}
