/**
 * Whether an emoji looks like another one in 32×32 pixels: clock faces, most persons and hands, and faces that differ in a detail. The weights
 * that come with hpdm are trained without them, because nobody could tell which of them a sample shows.
 */
export const isLookAlike = (name: string): boolean => LOOK_ALIKES.has(name) || CLOCK_FACE.test(name);

const CLOCK_FACE = /^(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(-thirty| o’clock)$/;

const LOOK_ALIKES: ReadonlySet<string> = new Set(
  `
new moon face; first quarter moon face; last quarter moon face; sun behind small cloud; sun behind large cloud; sun behind rain cloud; seat;
mantelpiece clock; trolleybus; minibus; oncoming police car; oncoming taxi; oncoming automobile; sport utility vehicle; light rail; tram
car; suspension railway; mountain cableway; airplane departure; airplane arrival; passenger ship; motor boat; ferry; timer clock; hourglass
not done; snowman without snow; cloud with lightning and rain; umbrella with rain drops; wood; articulated lorry; fog; wind face; auto
rickshaw; glowing star; tumbler glass; clinking glasses; teacup without handle;
busts in silhouette; boy; girl; woman; family; woman and man holding hands; men holding hands; women holding hands; person with veil; person
blond hair; person with skullcap; person wearing turban; person tipping hand; person getting massage; person getting haircut; couple with
heart; hand with fingers splayed; middle finger; vulcan salute; speaking head; person gesturing NO; person gesturing OK; person bowing;
person raising hand; raising hands; person frowning; person pouting; person mountain biking; person walking; person taking bath; person in
bed; pinched fingers; pinching hand; raised back of hand; left-facing fist; right-facing fist; love-you gesture; person facepalming;
pregnant woman; breast-feeding; palms up together; prince; person in tuxedo; Mrs. Claus; person shrugging; person playing handball; ear with
hearing aid; person standing; person feeding baby; Mx Claus; student; singer; artist; teacher; factory worker; technologist; office worker;
mechanic; scientist; people holding hands; person with white cane; person red hair; person curly hair; person bald; person white hair;
person in manual wheelchair; health worker; judge; pilot; person; child; older person; person beard; woman with headscarf; people hugging;
palm up hand; index pointing up; person bouncing ball; open hands; backhand index pointing down; backhand index pointing right; person in
suit levitating; people wrestling; person fencing; person juggling; supervillain; elf; person golfing; old woman; person running; person
swimming; person climbing; call me hand; person cartwheeling;
white flag;
rat; water buffalo; cat; leopard; ewe; hatching chick; front-facing baby chick; chicken; service dog; boar; two-hump camel; mouse face;
horse; rabbit; horse face; dog; pig; spouting whale; monkey; guide dog; lobster; bison; cockroach; cricket; beetle; worm; microbe;
orangutan; otter; badger; mammoth; dragon face; tiger; sauropod; poodle; mouse; beaver; seal; hamster; turkey; goat; sloth; skunk; mosquito;
two hearts; sparkling heart; growing heart; heart decoration; revolving hearts; brown heart; white heart; grinning face; beaming face with
smiling eyes; grinning face with smiling eyes; grinning face with sweat; relieved face; smiling face with smiling eyes; smirking face;
unamused face; downcast face with sweat; pensive face; confused face; confounded face; kissing face; kissing face with smiling eyes; kissing
face with closed eyes; face with tongue; squinting face with tongue; disappointed face; worried face; angry face; persevering face; sad but
relieved face; frowning face with open mouth; anguished face; fearful face; weary face; sleepy face; tired face; face exhaling; hushed face;
anxious face with sweat; astonished face; face in clouds; grinning cat with smiling eyes; cat with tears of joy; kissing cat; cat with wry
smile; weary cat; slightly frowning face; slightly smiling face; smiling face with open hands; lying face; sneezing face; zany face; face
with hand over mouth; smiling face with tear; woozy face; pleading face; frowning face; smiling face; skull and crossbones; face savoring
food; face with rolling eyes; face with raised eyebrow; drooling face; face with steam from nose; face with head-bandage; yawning face;
rolling on the floor laughing; flushed face; face with crossed-out eyes; angry face with horns; heart with ribbon; face with open mouth;
shushing face; grinning cat;
`
    .split(';')
    .map((name) => name.trim().replaceAll('\n', ' ')),
);
